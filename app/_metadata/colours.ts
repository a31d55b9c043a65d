/** The papers of both looks, as in `app/styles/tokens.css`; the accent is fitted to the darker of each pair. */
export const paper = { light: '#fdfcfa', lightWash: '#f3f1ec', dark: '#131416', darkWash: '#1e2023' } as const;
