import { getAttach } from '#app/_cached/attachments';
import { RespondForm } from '#components/comment/respond-form';
import { ResponsePage } from '#components/comment/response-page';
import { getSource } from '#features/responses/queries';
import { longestResponse } from '#features/responses/schema';
import { responsePath } from '#lib/addresses';
import { PersonError } from '#lib/errors';
import { metadataFor, type Params, pageFor, refusalFor } from '../page-for.tsx';

export const generateMetadata = ({ params }: Params) => metadataFor(params, (t) => t.editTitle);

export default function Page({ params }: Params) {
  return pageFor(params, async (data) => {
    const { response, articleId, actor, edition } = data;
    const at = responsePath(response.id, 'edit');
    const source = await getSource(actor, response.id).catch((error: unknown) => {
      if (error instanceof PersonError) return error;
      throw error;
    });
    const attach = await getAttach();
    const refusal = refusalFor(data, at, source instanceof PersonError ? source.message : null);
    return (
      <ResponsePage {...data} title={edition.t.editTitle}>
        {source instanceof PersonError ? (
          <p className="problem">{refusal}</p>
        ) : (
          <RespondForm
            articleId={articleId}
            language={edition.language}
            longest={longestResponse}
            purpose={{ kind: 'edit', id: response.id }}
            text={source}
            attach={attach}
            attached={response.attachments}
            returnTo={at}
            at={at}
          />
        )}
      </ResponsePage>
    );
  });
}
