-- As `prisma migrate` made it for PostgreSQL.
CREATE TABLE "User" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL DEFAULT 'STUDENT',
    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "PracticeSession" (
    "id" TEXT NOT NULL,
    "studentId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "audioFilePath" TEXT,
    "duration" INTEGER,
    "teacherFeedback" TEXT,
    "teacherFeedbackAudio" TEXT,
    "teacherFeedbackAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    CONSTRAINT "PracticeSession_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "PracticeSession_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "User" ("id")
        ON DELETE CASCADE ON UPDATE CASCADE
);

-- The analyser wrote these on its own. No foreign key to the session ever stood here.
CREATE TABLE "PracticeAnalysis" (
    "id" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "overallFeedback" TEXT NOT NULL,
    "piecesIdentified" JSONB NOT NULL,
    "timeBreakdown" JSONB NOT NULL,
    "suggestions" TEXT[] NOT NULL,
    "strengths" TEXT[] NOT NULL,
    "areasForImprovement" TEXT[] NOT NULL,
    "overallScore" INTEGER,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    CONSTRAINT "PracticeAnalysis_pkey" PRIMARY KEY ("id")
);
