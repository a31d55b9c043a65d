import { generateOrderParams, OrderPage, orderMetadata } from '../../order-page.tsx';

type Props = PageProps<'/articles/[slug]/responses/liked/[page]'>;

export const generateStaticParams = generateOrderParams;
export const generateMetadata = ({ params }: Props) => orderMetadata(params, 'liked');
const Page = ({ params }: Props) => <OrderPage params={params} order="liked" />;
export default Page;
