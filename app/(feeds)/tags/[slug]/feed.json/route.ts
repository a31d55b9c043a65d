import { feedRoute } from '#app/(feeds)/feed-route';

export const GET = feedRoute('tag', 'json');
