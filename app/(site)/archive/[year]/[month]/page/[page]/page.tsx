import { MonthPage, monthMetadata } from '../../../../month-page.tsx';

type Props = PageProps<'/archive/[year]/[month]/page/[page]'>;

/** Rendered when first asked for; a build names one, whose page is a not-found. */
export const generateStaticParams = () => [{ year: '-', month: '-', page: '-' }];

export const generateMetadata = ({ params }: Props) => monthMetadata(params);

export default function Page({ params }: Props) {
  return <MonthPage params={params} />;
}
