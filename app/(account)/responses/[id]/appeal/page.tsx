import { appealDecisionAction } from '#app/_actions/responses';
import { NoteForm } from '#components/comment/plain-form';
import { ResponsePage } from '#components/comment/response-page';
import { responsePath } from '#lib/addresses';
import { metadataFor, type Params, pageFor } from '../page-for.tsx';

export const generateMetadata = ({ params }: Params) => metadataFor(params, (t) => t.appealTitle);

export default function Page({ params }: Params) {
  return pageFor(params, (data) => {
    const { t } = data.edition;
    return (
      <ResponsePage {...data} title={t.appealTitle}>
        <p className="response-ask">{t.appealText}</p>
        <NoteForm
          action={appealDecisionAction}
          fields={{ id: data.response.id }}
          at={responsePath(data.response.id, 'appeal')}
          label={t.appealLabel}
          send={t.appealSend}
        />
      </ResponsePage>
    );
  });
}
