-- As `prisma migrate` made it for SQLite: JSON is text, times are milliseconds since 1970 (or
-- whatever another client put there).
CREATE TABLE "User" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL DEFAULT 'STUDENT'
);

CREATE TABLE "PracticeSession" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "studentId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "audioFilePath" TEXT,
    "duration" INTEGER,
    "teacherFeedback" TEXT,
    "teacherFeedbackAudio" TEXT,
    "teacherFeedbackAt" DATETIME,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "PracticeSession_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "User" ("id")
        ON DELETE CASCADE ON UPDATE CASCADE
);

-- The analyser wrote these on its own. No foreign key to the session ever stood here.
CREATE TABLE "PracticeAnalysis" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "sessionId" TEXT NOT NULL,
    "overallFeedback" TEXT NOT NULL,
    "piecesIdentified" TEXT NOT NULL,
    "timeBreakdown" TEXT NOT NULL,
    "suggestions" TEXT NOT NULL,
    "strengths" TEXT NOT NULL,
    "areasForImprovement" TEXT NOT NULL,
    "overallScore" INTEGER,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL
);
