import { appealDecisionAction } from '#app/_actions/responses';
import { NoteForm } from '#components/comment/plain-form';
import { ResponsePage } from '#components/comment/response-page';
import { responsePath } from '#lib/addresses';
import { metadataFor, type Params, pageFor, refusalFor } from '../page-for.tsx';

export const generateMetadata = ({ params }: Params) => metadataFor(params, (t) => t.appealTitle);

export default function Page({ params }: Params) {
  return pageFor(params, (data) => {
    const { response, held, edition } = data;
    const { t } = edition;
    const at = responsePath(response.id, 'appeal');
    const refusal = refusalFor(data, at, held?.canAppeal ? null : t.appealNot);
    return (
      <ResponsePage {...data} title={t.appealTitle}>
        {refusal === null ? (
          <>
            <p className="response-ask">{t.appealText}</p>
            <NoteForm
              action={appealDecisionAction}
              fields={{ id: response.id }}
              at={at}
              label={t.appealLabel}
              send={t.appealSend}
            />
          </>
        ) : (
          <p className="problem">{refusal}</p>
        )}
      </ResponsePage>
    );
  });
}
