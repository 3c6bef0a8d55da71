-- What pages and API look up. Only the Legacy tables bore such names before.
CREATE INDEX "Piece_studentId_idx" ON "Piece" ("studentId");
CREATE INDEX "PracticeSession_studentId_idx" ON "PracticeSession" ("studentId");
CREATE INDEX "PracticeSession_studentId_date_idx" ON "PracticeSession" ("studentId", "date");
CREATE INDEX "PracticeSegment_sessionId_idx" ON "PracticeSegment" ("sessionId");
CREATE INDEX "PracticeSegment_pieceId_idx" ON "PracticeSegment" ("pieceId");
CREATE UNIQUE INDEX "PracticeAnalysis_segmentId_key" ON "PracticeAnalysis" ("segmentId");
