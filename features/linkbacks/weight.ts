/*
 * Microformats are read by a parser that follows every rule of HTML, and reads what is inside a property again for each
 * of its names. What is nested or named without end takes it many seconds, in which the server does nothing else. So
 * it is weighed first how often it would read what.
 */

const property = /^(?:p|u|e|dt)-/;
const root = /^(?:h-.*|adr|geo|hentry|hfeed|hnews|hproduct|hreview(?:-aggregate)?|vcard|hresume|vevent|item)$/;
/** Names of the formats before, which count as properties inside their roots. */
const older = new Set(
  `country-name locality region street-address postal-code extended-address latitude longitude author entry-content
  entry-summary entry-title updated photo url entry source-org dateline geo price description fn review brand item rating
  reviewer summary org adr tel title email agent family-name given-name additional-name honorific-prefix
  honorific-suffix key label logo mailer nickname note sound bday class rev role sort-string tz uid contact experience
  skill education affiliation dtstart dtend duration attendee location average best count bookmark tag principles
  value value-title`.split(/\s+/),
);
const mayStayOpen = new Set(
  'html head body p li dt dd option optgroup tr td th tbody thead tfoot colgroup caption rp rt'.split(' '),
);

const longestHtml = 400_000;
const mostElements = 15_000;
const deepest = 150;
const mostNames = 4_000;
const mostNamesEach = 20;
const mostRelations = 3_000;
const mostAttributes = 100;
const longestValue = 2_000;
/** Elements that are read, again ones included. */
const mostWeight = 200_000;
/** Characters of a property that take as long as an element. */
const charactersAsElement = 25;
/** Elements times end tags that are missing: what was not closed goes on in each element after it. */
const mostMissing = 100_000;
/** Where more than this is read again, nothing may stay open. */
const mostLoadOpen = 10;

/** How often what stands inside is read for the properties (`load`) and roots (`times`) around it. */
type Frame = { times: number; load: number; names: number; start: number };

export class PageWeight {
  #frames: Frame[] = [{ times: 1, load: 0, names: 0, start: 0 }];
  #length: number;
  #elements = 0;
  #names = 0;
  #relations = 0;
  #missing = 0;
  #left = 0;
  #opened = -1;
  #weight = 0;
  #modest: boolean;

  constructor(html: string) {
    this.#length = html.length;
    this.#modest = html.length <= longestHtml;
  }

  open(name: string, attributes: Record<string, string>, index: number): void {
    const around = this.#frames.at(-1) as Frame;
    this.#opened = index;
    const classes = attributes.class ?? '';
    const relations = attributes.rel ?? '';
    if (
      this.#frames.push(around) > deepest + 1 ||
      ++this.#elements > mostElements ||
      Object.keys(attributes).length > mostAttributes ||
      classes.length > longestValue ||
      relations.length > longestValue ||
      // Each address of the page is written out with it.
      (name === 'base' && (attributes.href ?? '').length > longestValue) ||
      // What takes in other parts of the page.
      attributes.itemref !== undefined ||
      (name === 'td' && attributes.headers !== undefined)
    )
      this.#modest = false;
    if (!this.#modest) return;
    this.#weight += around.load + this.#left;
    if (classes === '' && relations === '') return;
    const related = relations.split(/\s+/).filter(Boolean);
    this.#relations += related.length;
    const all = [...classes.split(/\s+/), ...related];
    const names = all.filter((each) => property.test(each) || older.has(each)).length;
    const isRoot = all.some((each) => root.test(each));
    this.#names += names + (isRoot ? 1 : 0);
    if (
      names > mostNamesEach ||
      related.length > mostNamesEach ||
      this.#relations > mostRelations ||
      this.#names > mostNames ||
      all.includes('include')
    )
      this.#modest = false;
    const again = isRoot ? Math.max(1, names) : 1;
    this.#frames[this.#frames.length - 1] = {
      times: around.times * again,
      load: around.load * again + names * around.times,
      names: names * around.times,
      start: index,
    };
  }

  /** `missing`: no end tag stands there, and it is not the end of the page. */
  close(name: string, missing: boolean, index: number): void {
    const frame = this.#frames.pop();
    const around = this.#frames.at(-1);
    if (!this.#modest || !frame || !around) return;
    if (frame !== around) this.#weight += (frame.names * (index - frame.start)) / charactersAsElement;
    // What is closed where it opens has no inside.
    if (!missing || index === this.#opened || mayStayOpen.has(name)) return;
    this.#missing++;
    this.#left += frame.load;
    if (frame.load > mostLoadOpen || frame.times > 1) this.#modest = false;
  }

  /** Whether the parser may have the page. */
  get isModest(): boolean {
    let weight = this.#weight;
    for (const frame of new Set(this.#frames))
      weight += (frame.names * (this.#length - frame.start)) / charactersAsElement;
    return this.#modest && weight <= mostWeight && this.#missing * this.#elements <= mostMissing;
  }

  /** Never mind what else is found. */
  refuse(): void {
    this.#modest = false;
  }
}
