/** Signs out, by a plain form: with scripts or without, the page that follows is loaded afresh. */
export function SignOut({ label, to = '/' }: { label: string; to?: string }) {
  return (
    <form action="/sign-out" method="post">
      <input type="hidden" name="to" value={to} />
      <button type="submit" className="account-button plain">
        {label}
      </button>
    </form>
  );
}
