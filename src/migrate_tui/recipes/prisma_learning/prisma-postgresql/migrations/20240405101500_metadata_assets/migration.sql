-- AlterEnum
ALTER TYPE "AssetType" ADD VALUE 'METADATA';
