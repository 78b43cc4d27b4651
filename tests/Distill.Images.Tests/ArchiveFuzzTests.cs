using System.IO.Compression;
using System.Text;
using Distill.Data;
using Distill.Runs;

namespace Distill.Images.Tests;

/// <summary>Damaged archives bring nothing but the documented error. DISTILL_FUZZ sets how many are tried.</summary>
public sealed class ArchiveFuzzTests
{
    private static readonly (string Name, byte[] Bytes)[] Files =
    [
        ("pets/train/cats/a.png", Pictures.Plain(1, 2, 3)),
        ("pets/train/dogs/b.jpg", Pictures.Jpeg(4, 4, (_, _) => new(9, 9, 9))),
        ("pets/val/images/c.png", Pictures.GreyPng(4, 4, (x, y) => (byte)(x * y))),
        ("pets/val/val_annotations.txt", Encoding.ASCII.GetBytes("c.png\tdogs\t0\t1\n")),
        ("pets/words.txt", Encoding.ASCII.GetBytes("cats\tcat, pussy\ndogs\tdog, hound\n")),
    ];

    [Fact]
    public void Zip_Packed() => Survives("pets.zip", Pictures.Zip(Files));

    [Fact]
    public void Zip_Stored() => Survives("pets.zip", Pictures.Zip(CompressionLevel.NoCompression, Files));

    [Fact]
    public void Zip_NamedInBytes() => Survives("pets.zip", Pictures.ZipNamed(
        CodePagesEncodingProvider.Instance.GetEncoding(949)!,
        [.. Files.Select(file => (Korean(file.Name), file.Name.EndsWith(".txt", StringComparison.Ordinal) ? Encoding.UTF8.GetBytes(Korean(Encoding.ASCII.GetString(file.Bytes))) : file.Bytes))]));

    [Fact]
    public void Tar_Plain() => Survives("pets.tar", Pictures.Tar(Files));

    [Fact]
    public void Tar_Packed() => Survives("pets.tar.gz", TestFiles.Gzip(Pictures.Tar(Files)));

    private static void Survives(string name, byte[] original)
    {
        using var folder = new TemporaryFolder();
        var reader = new ImageReader(folder.File("cache"));
        Read(reader, folder.Write(name, original));
        var refused = 0;
        var count = Mutations.Count(200);
        for (var number = 0; number < count; number++)
        {
            var path = folder.Write($"{number}-{name}", Mutations.Of(original, number));
            try
            {
                Read(reader, path);
            }
            catch (DistillException)
            {
                refused++;
            }
            catch (Exception error)
            {
                Assert.Fail($"mutation {number}: {error}");
            }

            File.Delete(path);
            foreach (var decoded in Directory.GetFiles(folder.File("cache/decoded")))
            {
                File.Delete(decoded);
            }
        }

        Assert.InRange(refused, count / 20, count);
        // Neither beside the archive nor above it has an entry been written.
        Assert.Equal(["cache", name], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order());
    }

    private static string Korean(string text) =>
        text.Replace("cats", "고양이강아지", StringComparison.Ordinal).Replace("dogs", "비행기자동차", StringComparison.Ordinal);

    private static void Read(ImageReader reader, string path)
    {
        reader.Open(path, new() { Folder = "train", Resize = new(4, 4), Color = ImageColor.Rgb }, "x", null, CancellationToken.None);
        ImageFiles.Open(path, new() { Resize = new(4, 4) }, reader, (_, part) => $"{part}", null, CancellationToken.None);
        reader.Open(path, new() { Folder = "val", Manifest = "val_annotations.txt", ClassesFrom = "train", Resize = new(4, 4) }, "x", null, CancellationToken.None);
    }
}
