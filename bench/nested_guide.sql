-- The migration guide's own SQL (its option B) for nested-practice-sessions, with the one thing that is
-- wrong in it made right: it joins the new rows back by student and moment, which multiplies rows
-- where two sessions share one; here the new ids are drawn first and the join is by the old id.
-- It has no dry run, no undo, no ledger, no rejects and no second run. For clean rows.
begin;

create temporary table made on commit drop as
select id as legacy, gen_random_uuid()::text as session, gen_random_uuid()::text as segment
from "LegacyPracticeSession";
create unique index on made (legacy);
analyze made;

-- Create new sessions from legacy sessions
INSERT INTO "PracticeSession" (id, "studentId", date, "totalDuration", status, "createdAt", "updatedAt")
SELECT
  made.session,
  "studentId",
  "createdAt",
  duration,
  'COMPLETED',
  "createdAt",
  "updatedAt"
FROM "LegacyPracticeSession" lps
JOIN made ON made.legacy = lps.id;

-- Create segments from legacy sessions
INSERT INTO "PracticeSegment" (
  id, "sessionId", title, type, notes, "audioUrl", duration, "recordedAt",
  "teacherFeedbackText", "teacherFeedbackAudio", "teacherFeedbackAt", "createdAt", "updatedAt"
)
SELECT
  made.segment,
  made.session,
  lps.title,
  'OTHER',
  lps.description,
  lps."audioFilePath",
  lps.duration,
  lps."createdAt",
  lps."teacherFeedback",
  lps."teacherFeedbackAudio",
  lps."teacherFeedbackAt",
  lps."createdAt",
  lps."updatedAt"
FROM "LegacyPracticeSession" lps
JOIN made ON made.legacy = lps.id;

-- Migrate analyses
INSERT INTO "PracticeAnalysis" (
  id, "segmentId", "overallFeedback", "piecesIdentified", "timeBreakdown",
  suggestions, strengths, "areasForImprovement", "overallScore", "createdAt", "updatedAt"
)
SELECT
  gen_random_uuid()::text,
  made.segment,
  lpa."overallFeedback",
  lpa."piecesIdentified",
  lpa."timeBreakdown",
  lpa.suggestions,
  lpa.strengths,
  lpa."areasForImprovement",
  lpa."overallScore",
  lpa."createdAt",
  lpa."updatedAt"
FROM "LegacyPracticeAnalysis" lpa
JOIN made ON made.legacy = lpa."sessionId";

commit;
