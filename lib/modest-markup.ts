import { Parser } from 'htmlparser2';

/** Elements in each other; browsers stop at 512, and the parser takes longer for each further one. */
const deepest = 600;
class Enough extends Error {}

/** Where the parser is, and how it is told that the rest need not be read. */
type Place = { index: number; stop: () => never };

type MarkupHandlers = {
  onopentag: (name: string, attributes: Record<string, string>, place: Place) => void;
  ontext?: (text: string) => void;
  /** `implied`: no end tag of its own stands there. */
  onclosetag?: (name: string, implied: boolean, place: Place) => void;
  /** All is read; what is closed after that was open at the end. */
  onwritten?: () => void;
};

/**
 * Walks through HTML of somebody else: names and attributes in lower case, entities decoded. It ends where elements are
 * nested deeper than any page has them; what was read until there counts.
 */
export function readMarkup(html: string, handlers: MarkupHandlers): void {
  let open = 0;
  const stop = () => {
    throw new Enough();
  };
  const place = (): Place => ({ index: parser.startIndex, stop });
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (++open > deepest) stop();
        handlers.onopentag(name, attributes, place());
      },
      ontext: (text) => handlers.ontext?.(text),
      onclosetag(name, implied) {
        open--;
        handlers.onclosetag?.(name, implied, place());
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  try {
    parser.write(html);
    handlers.onwritten?.();
    parser.end();
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
}
