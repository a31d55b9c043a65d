import { deleteResponseAction } from '#app/_actions/responses';
import { PlainButton } from '#components/comment/plain-form';
import { ResponsePage } from '#components/comment/response-page';
import { responsePath } from '#lib/addresses';
import { metadataFor, type Params, pageFor } from '../page-for.tsx';

export const generateMetadata = ({ params }: Params) => metadataFor(params, (t) => t.delete);

export default function Page({ params }: Params) {
  return pageFor(params, (data) => {
    const { t } = data.edition;
    return (
      <ResponsePage {...data} title={t.delete}>
        <p className="response-ask">{t.deleteAsk}</p>
        <PlainButton
          action={deleteResponseAction}
          fields={{ id: data.response.id }}
          at={responsePath(data.response.id, 'delete')}
          label={t.deleteYes}
          look="button"
        />
      </ResponsePage>
    );
  });
}
