import { MonthPage, monthMetadata } from '../../month-page.tsx';

type Props = PageProps<'/archive/[year]/[month]'>;

/** Rendered when first asked for; a build names one, whose page is a not-found. */
export const generateStaticParams = () => [{ year: '-', month: '-' }];

export const generateMetadata = ({ params }: Props) => monthMetadata(params);

export default function Page({ params }: Props) {
  return <MonthPage params={params} />;
}
