-- The nested structure, as `prisma migrate dev --name nested_practice_sessions` makes it. The old
-- tables have their Legacy names by now, and their keys and indexes too.
CREATE TYPE "SessionStatus" AS ENUM ('ACTIVE', 'COMPLETED');
CREATE TYPE "SegmentType" AS ENUM ('PIECE', 'WARM_UP', 'TECHNIQUE', 'SIGHT_READING', 'OTHER');
CREATE TYPE "PieceStatus" AS ENUM ('ACTIVE', 'COMPLETED', 'ARCHIVED');

CREATE TABLE "Piece" (
    "id" TEXT NOT NULL,
    "studentId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "composer" TEXT,
    "status" "PieceStatus" NOT NULL DEFAULT 'ACTIVE',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    CONSTRAINT "Piece_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Piece_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "User" ("id")
        ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "PracticeSession" (
    "id" TEXT NOT NULL,
    "studentId" TEXT NOT NULL,
    "date" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "totalDuration" INTEGER NOT NULL DEFAULT 0,
    "status" "SessionStatus" NOT NULL DEFAULT 'ACTIVE',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    CONSTRAINT "PracticeSession_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "PracticeSession_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "User" ("id")
        ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "PracticeSegment" (
    "id" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "pieceId" TEXT,
    "title" TEXT NOT NULL,
    "type" "SegmentType" NOT NULL DEFAULT 'PIECE',
    "notes" TEXT,
    "audioUrl" TEXT,
    "duration" INTEGER NOT NULL DEFAULT 0,
    "recordedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "teacherFeedbackText" TEXT,
    "teacherFeedbackAudio" TEXT,
    "teacherFeedbackAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    CONSTRAINT "PracticeSegment_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "PracticeSegment_sessionId_fkey" FOREIGN KEY ("sessionId")
        REFERENCES "PracticeSession" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "PracticeSegment_pieceId_fkey" FOREIGN KEY ("pieceId")
        REFERENCES "Piece" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

CREATE TABLE "PracticeAnalysis" (
    "id" TEXT NOT NULL,
    "segmentId" TEXT NOT NULL,
    "overallFeedback" TEXT NOT NULL,
    "piecesIdentified" JSONB NOT NULL,
    "timeBreakdown" JSONB NOT NULL,
    "suggestions" TEXT[] NOT NULL,
    "strengths" TEXT[] NOT NULL,
    "areasForImprovement" TEXT[] NOT NULL,
    "overallScore" INTEGER,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    CONSTRAINT "PracticeAnalysis_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "PracticeAnalysis_segmentId_fkey" FOREIGN KEY ("segmentId")
        REFERENCES "PracticeSegment" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
