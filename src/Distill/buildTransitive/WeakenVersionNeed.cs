// Compiled by MSBuild inside the build of whoever references the package, against netstandard2.0: plain C# only.
#nullable disable
using System;
using System.IO;
using System.Text;
#if !WITHOUT_MSBUILD
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>Copies a shared object, with one of its version needs marked weak where nothing uses it.</summary>
public sealed class WeakenVersionNeed : Task
{
    [Required] public string SourceFile { get; set; }

    [Required] public string DestinationFile { get; set; }

    /// <summary>The needed library, such as <c>libstdc++.so.6</c>.</summary>
    [Required] public string Library { get; set; }

    /// <summary>The version of that library that the file asks for.</summary>
    [Required] public string Version { get; set; }

    public override bool Execute()
    {
        byte[] image = File.ReadAllBytes(SourceFile);
        VersionNeedOutcome outcome = ElfVersionNeed.MarkWeak(image, Library, Version);
        Log.LogMessage(
            outcome == VersionNeedOutcome.MarkedWeak ? MessageImportance.Normal : MessageImportance.High,
            "{0}: the need for {1} of {2} was {3}.", SourceFile, Version, Library, Describe(outcome));

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(DestinationFile)));
        string temporary = DestinationFile + "." + Guid.NewGuid().ToString("N") + ".tmp";
        File.WriteAllBytes(temporary, image);
        if (File.Exists(DestinationFile))
        {
            File.Replace(temporary, DestinationFile, null);
        }
        else
        {
            File.Move(temporary, DestinationFile);
        }

        return true;
    }

    private static string Describe(VersionNeedOutcome outcome)
    {
        switch (outcome)
        {
            case VersionNeedOutcome.MarkedWeak: return "marked weak";
            case VersionNeedOutcome.AlreadyWeak: return "weak already";
            case VersionNeedOutcome.Absent: return "not found; the file is taken as it is";
            case VersionNeedOutcome.InUse: return "left strong, because a relocation uses it";
            default: return "not looked for, because the file is no 64-bit little-endian ELF image that could be read";
        }
    }
}
#endif

/// <summary>What <see cref="ElfVersionNeed.MarkWeak"/> found and did.</summary>
internal enum VersionNeedOutcome
{
    MarkedWeak,
    AlreadyWeak,
    Absent,
    InUse,
    Unreadable,
}

/// <summary>The version needs (<c>.gnu.version_r</c>) of a 64-bit little-endian ELF image, found as the loader finds them.</summary>
internal static class ElfVersionNeed
{
    private const int WeakFlag = 2;
    private const int LoadSegment = 1;
    private const int DynamicSegment = 2;
    private const int RelocationSize = 24;

    /// <summary>
    /// Sets the weak flag of the need for <paramref name="version"/> of <paramref name="library"/> in
    /// <paramref name="image"/>, unless a relocation binds to a symbol of that version: then the program would need it.
    /// The image changes in that one byte, and only when the outcome is <see cref="VersionNeedOutcome.MarkedWeak"/>.
    /// </summary>
    public static VersionNeedOutcome MarkWeak(byte[] image, string library, string version)
    {
        try
        {
            return new Reader(image).MarkWeak(library, version);
        }
        catch (InvalidDataException)
        {
            return VersionNeedOutcome.Unreadable;
        }
    }

    private sealed class Reader
    {
        private readonly byte[] image;
        private long programHeaders;
        private int programHeaderSize;
        private int programHeaderCount;
        private long needs, needCount, strings, versions, relocations, relocationBytes, jumps, jumpBytes;

        public Reader(byte[] image)
        {
            this.image = image;
        }

        public VersionNeedOutcome MarkWeak(string library, string version)
        {
            ReadHeader();
            if (!ReadDynamicSegment() || needs == 0)
            {
                return VersionNeedOutcome.Absent;
            }

            long need = FindNeed(library, version);
            if (need < 0)
            {
                return VersionNeedOutcome.Absent;
            }

            if ((U16(need + 4) & WeakFlag) != 0)
            {
                return VersionNeedOutcome.AlreadyWeak;
            }

            int versionIndex = U16(need + 6) & 0x7fff;
            if (Uses(relocations, relocationBytes, versionIndex) || Uses(jumps, jumpBytes, versionIndex))
            {
                return VersionNeedOutcome.InUse;
            }

            image[need + 4] |= WeakFlag;
            return VersionNeedOutcome.MarkedWeak;
        }

        private void ReadHeader()
        {
            const int elf64 = 2;
            const int littleEndian = 1;
            if (U32(0) != 0x464c457f || Byte(4) != elf64 || Byte(5) != littleEndian)
            {
                throw new InvalidDataException();
            }

            programHeaders = I64(32);
            programHeaderSize = U16(54);
            programHeaderCount = U16(56);
        }

        private bool ReadDynamicSegment()
        {
            for (int i = 0; i < programHeaderCount; i++)
            {
                long header = ProgramHeader(i);
                if (U32(header) == DynamicSegment)
                {
                    ReadDynamicEntries(I64(header + 8), I64(header + 32));
                    return true;
                }
            }

            return false;
        }

        private void ReadDynamicEntries(long offset, long size)
        {
            Check(offset, size);
            for (long entry = offset; entry <= offset + size - 16; entry += 16)
            {
                long value = I64(entry + 8);
                switch (I64(entry))
                {
                    case 0: return;
                    case 5: strings = FileOffset(value); break;
                    case 7: relocations = FileOffset(value); break;
                    case 8: relocationBytes = value; break;
                    case 2: jumpBytes = value; break;
                    case 23: jumps = FileOffset(value); break;
                    case 0x6ffffff0: versions = FileOffset(value); break;
                    case 0x6ffffffe: needs = FileOffset(value); break;
                    case 0x6fffffff: needCount = value; break;
                }
            }
        }

        private long FindNeed(string library, string version)
        {
            // Steps may be as small as the file says, so their number is bounded by what a table of this size can hold.
            int entries = image.Length / 16;
            long file = needs;
            for (long i = 0; i < needCount; i++)
            {
                bool isLibrary = IsString(U32(file + 4), library);
                long need = file + U32(file + 8);
                for (int left = U16(file + 2); left > 0; left--)
                {
                    if (entries-- == 0)
                    {
                        throw new InvalidDataException();
                    }

                    if (isLibrary && IsString(U32(need + 8), version))
                    {
                        return need;
                    }

                    long step = U32(need + 12);
                    if (step == 0)
                    {
                        break;
                    }

                    need += step;
                }

                long next = U32(file + 12);
                if (next == 0 || entries-- <= 0)
                {
                    break;
                }

                file += next;
            }

            return -1;
        }

        private bool Uses(long table, long bytes, int versionIndex)
        {
            if (bytes == 0)
            {
                return false;
            }

            Check(table, bytes);
            for (long entry = table; entry <= table + bytes - RelocationSize; entry += RelocationSize)
            {
                long symbol = U32(entry + 12);
                if (symbol != 0 && (U16(versions + (2 * symbol)) & 0x7fff) == versionIndex)
                {
                    return true;
                }
            }

            return false;
        }

        private long FileOffset(long address)
        {
            for (int i = 0; i < programHeaderCount; i++)
            {
                long header = ProgramHeader(i);
                long start = I64(header + 16);
                if (U32(header) == LoadSegment && address >= start && address - start < I64(header + 32))
                {
                    return Check(address - start + I64(header + 8), 0);
                }
            }

            throw new InvalidDataException();
        }

        private long ProgramHeader(int index)
        {
            return Check(programHeaders + ((long)index * programHeaderSize), 56);
        }

        private bool IsString(long index, string expected)
        {
            byte[] bytes = Encoding.ASCII.GetBytes(expected + "\0");
            long start = Check(strings + index, bytes.Length);
            for (int i = 0; i < bytes.Length; i++)
            {
                if (image[start + i] != bytes[i])
                {
                    return false;
                }
            }

            return true;
        }

        private int Byte(long offset)
        {
            return image[Check(offset, 1)];
        }

        private int U16(long offset)
        {
            return BitConverter.ToUInt16(image, (int)Check(offset, 2));
        }

        private long U32(long offset)
        {
            return BitConverter.ToUInt32(image, (int)Check(offset, 4));
        }

        /// <summary>Sizes and addresses beyond 2^63 make no sense in a file, so signed arithmetic serves.</summary>
        private long I64(long offset)
        {
            return BitConverter.ToInt64(image, (int)Check(offset, 8));
        }

        private long Check(long offset, long size)
        {
            if (offset < 0 || size < 0 || size > image.Length || offset > image.Length - size)
            {
                throw new InvalidDataException();
            }

            return offset;
        }
    }
}
