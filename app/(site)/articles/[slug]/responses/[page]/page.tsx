import { generateOrderParams, OrderPage, orderMetadata } from '../order-page.tsx';

type Props = PageProps<'/articles/[slug]/responses/[page]'>;

export const generateStaticParams = generateOrderParams;
export const generateMetadata = ({ params }: Props) => orderMetadata(params, 'oldest');
const Page = ({ params }: Props) => <OrderPage params={params} order="oldest" />;
export default Page;
