import { canManageLinkbacks } from '#features/linkbacks/policy';
import { canModerate } from '#features/moderation/policy';
import { canWrite } from '#features/newsroom/policy';
import { canSeeSystem } from '#features/system/policy';
import type { Actor } from '#lib/actor';
import type { PlotName } from './schema.ts';

/** The page of figures: whoever writes, or decides on what readers send. */
export const canSeeFigures = (actor: Actor): boolean => canWrite(actor) || canModerate(actor);

const rules: Record<PlotName, (actor: Actor) => boolean> = {
  hits: canSeeFigures,
  articles: canSeeFigures,
  referrers: canSeeFigures,
  responses: canManageLinkbacks,
  waiting: canModerate,
  linkbacks: canManageLinkbacks,
  jobs: canSeeSystem,
};

/** Each sees what concerns their work. */
export const canSeePlot = (actor: Actor, plot: PlotName): boolean => rules[plot](actor);
