-- The nested structure, as `prisma migrate dev --name nested_practice_sessions` makes it: enums are
-- text, lists and objects JSON. The old tables have their Legacy names by now.
CREATE TABLE "Piece" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "studentId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "composer" TEXT,
    "status" TEXT NOT NULL DEFAULT 'ACTIVE'
        CHECK ("status" IN ('ACTIVE', 'COMPLETED', 'ARCHIVED')),
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "Piece_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "User" ("id")
        ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "PracticeSession" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "studentId" TEXT NOT NULL,
    "date" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "totalDuration" INTEGER NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL DEFAULT 'ACTIVE'
        CHECK ("status" IN ('ACTIVE', 'COMPLETED')),
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "PracticeSession_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "User" ("id")
        ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "PracticeSegment" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "sessionId" TEXT NOT NULL,
    "pieceId" TEXT,
    "title" TEXT NOT NULL,
    "type" TEXT NOT NULL DEFAULT 'PIECE'
        CHECK ("type" IN ('PIECE', 'WARM_UP', 'TECHNIQUE', 'SIGHT_READING', 'OTHER')),
    "notes" TEXT,
    "audioUrl" TEXT,
    "duration" INTEGER NOT NULL DEFAULT 0,
    "recordedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "teacherFeedbackText" TEXT,
    "teacherFeedbackAudio" TEXT,
    "teacherFeedbackAt" DATETIME,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "PracticeSegment_sessionId_fkey" FOREIGN KEY ("sessionId")
        REFERENCES "PracticeSession" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "PracticeSegment_pieceId_fkey" FOREIGN KEY ("pieceId")
        REFERENCES "Piece" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

CREATE TABLE "PracticeAnalysis" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "segmentId" TEXT NOT NULL,
    "overallFeedback" TEXT NOT NULL,
    "piecesIdentified" JSON NOT NULL,
    "timeBreakdown" JSON NOT NULL,
    "suggestions" JSON NOT NULL,
    "strengths" JSON NOT NULL,
    "areasForImprovement" JSON NOT NULL,
    "overallScore" INTEGER,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "PracticeAnalysis_segmentId_fkey" FOREIGN KEY ("segmentId")
        REFERENCES "PracticeSegment" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
