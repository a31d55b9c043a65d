import { generateOrderParams, OrderPage, orderMetadata } from '../../order-page.tsx';

type Props = PageProps<'/articles/[slug]/responses/newest/[page]'>;

export const generateStaticParams = generateOrderParams;
export const generateMetadata = ({ params }: Props) => orderMetadata(params, 'newest');
const Page = ({ params }: Props) => <OrderPage params={params} order="newest" />;
export default Page;
