-- What the guide leaves to `prisma migrate`: the old tables make room, and all that bears their names.
begin;
alter table "PracticeSession" rename to "LegacyPracticeSession";
alter table "PracticeAnalysis" rename to "LegacyPracticeAnalysis";
alter index "PracticeSession_pkey" rename to "LegacyPracticeSession_pkey";
alter index "PracticeSession_studentId_idx" rename to "LegacyPracticeSession_studentId_idx";
alter index "PracticeAnalysis_pkey" rename to "LegacyPracticeAnalysis_pkey";
alter index "PracticeAnalysis_sessionId_key" rename to "LegacyPracticeAnalysis_sessionId_key";
alter table "LegacyPracticeSession"
  rename constraint "PracticeSession_studentId_fkey" to "LegacyPracticeSession_studentId_fkey";
commit;
