import { reportResponseAction } from '#app/_actions/responses';
import { NoteForm } from '#components/comment/plain-form';
import { ResponsePage } from '#components/comment/response-page';
import { responsePath } from '#lib/addresses';
import { metadataFor, type Params, pageFor } from '../page-for.tsx';

export const generateMetadata = ({ params }: Params) => metadataFor(params, (t, name) => t.reportTitle(name));

export default function Page({ params }: Params) {
  return pageFor(params, (data) => {
    const { t, language } = data.edition;
    return (
      <ResponsePage {...data} title={t.reportTitle(data.name)}>
        <p className="response-ask">{t.reportText}</p>
        <NoteForm
          action={reportResponseAction}
          fields={{ id: data.response.id }}
          at={responsePath(data.response.id, 'report')}
          label={t.reportDetails}
          send={t.reportSend}
          reasonsIn={language}
        />
      </ResponsePage>
    );
  });
}
