using System.Buffers.Binary;
using System.Text;
using CsCheck;

namespace Distill.Tests.Packaging;

public sealed class ElfVersionNeedTests
{
    private const string Library = "libstdc++.so.6";
    private const string UnusedVersion = "GLIBCXX_3.4.32";
    private const string UsedVersion = "GLIBCXX_3.4.21";

    private static readonly byte[] Packaged =
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "as-packaged", "libLibTorchSharp.so"));

    [Fact]
    public void SetsTheWeakBitOfTheOneNeedAndNothingElse()
    {
        byte[] image = [.. Packaged];

        Assert.Equal(VersionNeedOutcome.MarkedWeak, ElfVersionNeed.MarkWeak(image, Library, UnusedVersion));

        int changed = Assert.Single(Enumerable.Range(0, image.Length), i => image[i] != Packaged[i]);
        Assert.Equal(Packaged[changed] | 2, image[changed]);
        // vna_hash precedes vna_flags; the hash of the name is the ELF specification's.
        Assert.Equal(ElfHash(UnusedVersion), BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(changed - 4)));
    }

    [Fact]
    public void ChangesNothingTheSecondTime()
    {
        byte[] once = [.. Packaged];
        ElfVersionNeed.MarkWeak(once, Library, UnusedVersion);
        byte[] twice = [.. once];

        Assert.Equal(VersionNeedOutcome.AlreadyWeak, ElfVersionNeed.MarkWeak(twice, Library, UnusedVersion));
        Assert.Equal(once, twice);
    }

    [Theory]
    [InlineData(Library, UsedVersion, VersionNeedOutcome.InUse)]
    [InlineData(Library, "GLIBCXX_3.4.3", VersionNeedOutcome.Absent)]
    [InlineData(Library, "GLIBCXX_9.9", VersionNeedOutcome.Absent)]
    [InlineData("libother.so.1", UnusedVersion, VersionNeedOutcome.Absent)]
    internal void LeavesOtherNeedsStrong(string library, string version, VersionNeedOutcome expected)
    {
        byte[] image = [.. Packaged];

        Assert.Equal(expected, ElfVersionNeed.MarkWeak(image, library, version));
        Assert.Equal(Packaged, image);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u007fELF")]
    [InlineData("MZ is what a Windows library starts with, and this one goes on for more than sixty-four bytes.")]
    internal void LeavesOtherFilesAlone(string content)
    {
        byte[] image = Encoding.ASCII.GetBytes(content);

        Assert.Equal(VersionNeedOutcome.Unreadable, ElfVersionNeed.MarkWeak(image, Library, UnusedVersion));
        Assert.Equal(content, Encoding.ASCII.GetString(image));
    }

    [Fact]
    public void LeavesTruncatedFilesAlone()
    {
        Gen.Int[0, Packaged.Length / 2].Sample(
            length =>
            {
                byte[] image = Packaged[..length];
                var outcome = ElfVersionNeed.MarkWeak(image, Library, UnusedVersion);
                return outcome == VersionNeedOutcome.Unreadable && image.AsSpan().SequenceEqual(Packaged.AsSpan(0, length));
            },
            iter: 100);
    }

    [Fact]
    public void SurvivesDamagedTables()
    {
        // The ELF header, the program headers and the version tables: where a damaged number leads elsewhere.
        int versionNeeds = IndexOfNeed(Packaged) & ~0xfff;
        Gen.Select(Gen.OneOf(Gen.Int[0, 1023], Gen.Int[versionNeeds, versionNeeds + 0x1fff]), Gen.Byte).Array[1, 8].Sample(
            damages =>
            {
                byte[] image = [.. Packaged];
                foreach (var (offset, value) in damages)
                {
                    image[offset] = value;
                }

                byte[] damaged = [.. image];
                var outcome = ElfVersionNeed.MarkWeak(image, Library, UnusedVersion);
                int unchanged = image.AsSpan().CommonPrefixLength(damaged);
                return outcome == VersionNeedOutcome.MarkedWeak
                    ? image[unchanged] == (damaged[unchanged] | 2) && image.AsSpan(unchanged + 1).SequenceEqual(damaged.AsSpan(unchanged + 1))
                    : unchanged == image.Length;
            },
            iter: 100);
    }

    private static int IndexOfNeed(byte[] image)
    {
        byte[] copy = [.. image];
        ElfVersionNeed.MarkWeak(copy, Library, UnusedVersion);
        return copy.AsSpan().CommonPrefixLength(image);
    }

    private static uint ElfHash(string name)
    {
        uint hash = 0;
        foreach (char c in name)
        {
            hash = (hash << 4) + c;
            uint top = hash & 0xf0000000;
            hash = (hash ^ (top >> 24)) & ~top;
        }

        return hash;
    }
}
