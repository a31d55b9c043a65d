import { deleteResponseAction } from '#app/_actions/responses';
import { PlainButton } from '#components/comment/plain-form';
import { ResponsePage } from '#components/comment/response-page';
import { responsePath } from '#lib/addresses';
import { metadataFor, type Params, pageFor, refusalFor } from '../page-for.tsx';

export const generateMetadata = ({ params }: Params) => metadataFor(params, (t) => t.delete);

export default function Page({ params }: Params) {
  return pageFor(params, (data) => {
    const { response, mine, edition } = data;
    const { t } = edition;
    const at = responsePath(response.id, 'delete');
    const refusal = refusalFor(data, at, mine.own.includes(response.id) ? null : t.notYours);
    return (
      <ResponsePage {...data} title={t.delete}>
        {refusal === null ? (
          <>
            <p className="response-ask">{t.deleteAsk}</p>
            <PlainButton
              action={deleteResponseAction}
              fields={{ id: response.id }}
              at={at}
              label={t.deleteYes}
              look="button"
            />
          </>
        ) : (
          <p className="problem">{refusal}</p>
        )}
      </ResponsePage>
    );
  });
}
