import { answerSecurityTxt } from '@/server/api/http/security-txt';

export const dynamic = 'force-dynamic';

export { answerSecurityTxt as GET };
