import { getAttach } from '#app/_cached/attachments';
import { RespondForm } from '#components/comment/respond-form';
import { ResponsePage } from '#components/comment/response-page';
import { longestResponse } from '#features/responses/schema';
import { responsePath } from '#lib/addresses';
import { metadataFor, type Params, pageFor } from '../page-for.tsx';

export const generateMetadata = ({ params }: Params) => metadataFor(params, (t, name) => t.replyTo(name));

export default function Page({ params }: Params) {
  return pageFor(params, async (data) => {
    const { response, name, articleId, edition } = data;
    return (
      <ResponsePage {...data} title={edition.t.replyTo(name)}>
        <RespondForm
          articleId={articleId}
          language={edition.language}
          longest={longestResponse}
          attach={await getAttach()}
          purpose={{ kind: 'reply', parentId: response.id, name }}
          returnTo={responsePath(response.id, 'reply')}
          at={responsePath(response.id, 'reply')}
        />
      </ResponsePage>
    );
  });
}
