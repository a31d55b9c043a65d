/**
 * Runs in the reader's browser, by itself: its source is put into the page. Puts a button beside the address for
 * trackbacks that copies it, where the browser lets it.
 */
export function offerCopy(copy: string, copied: string): void {
  const address = document.querySelector('.take-part-address');
  if (!address || !navigator.clipboard) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = copy;
  button.onclick = async () => {
    await navigator.clipboard
      .writeText(address.textContent ?? '')
      .catch(() => getSelection()?.selectAllChildren(address));
    button.textContent = copied;
  };
  address.after(' ', button);
}
