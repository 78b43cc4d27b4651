using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Distill.Runs;

namespace Distill.Text.Reading;

/// <summary>
/// The mails of SpamAssassin's public corpus, as subject and body: their other headers tell where a mail was received, which tells the two
/// classes apart without reading it.
/// </summary>
internal static class MailCorpus
{
    /// <summary>Lists the mails, as paths beside it.</summary>
    public const string List = "data/file_list.json";

    private const int LargestMail = 1 << 24;
    private const string Subject = "subject:";

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    // One mail of the package has other bytes than those that gave it its name.
    private static readonly Dictionary<string, string> OtherSums = new() { ["244a63cd74c81123ef26129453e32c95"] = "30e1fcfccb8a25b8550c292233698b67" };

    /// <summary>Reads both parts: a mail whose checksum begins with 0, 1 or 2 is for the test, about one of five.</summary>
    /// <param name="folder">The unpacked package.</param>
    /// <exception cref="DistillException">A mail is missing or has other bytes than its name says.</exception>
    public static (TextRows Train, TextRows Test) Read(string folder)
    {
        var list = Path.Combine(folder, List);
        var (train, test) = (Rows(folder), Rows(folder));
        foreach (var name in Names(list))
        {
            var path = Path.Combine(Path.GetDirectoryName(list)!, name);
            // A number, the sum of the bytes, and "txt".
            var sum = Path.GetFileName(name).Split('.') is [_, { Length: 32 } digits, "txt"] ? digits
                : throw new DistillException($"{list}: '{name}' is no mail of the corpus; expected names such as spam-1/00001.7848dde101aa985090474a91ec93fcf0.txt.");
            var bytes = Distill.Data.Formats.Reading.Guard(path, () => Bytes(path));
            if (Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.MD5, bytes)) != OtherSums.GetValueOrDefault(sum, sum))
            {
                throw DistillException.Damaged($"{path} has other bytes than its name says. It is damaged: unpack the package again.");
            }

            var rows = sum[0] is '0' or '1' or '2' ? test : train;
            rows.Names!.Add(name);
            rows.Add(SubjectAndBody(Decoded(bytes)), name.StartsWith("spam", StringComparison.Ordinal) ? "spam" : "ham", rows.Count + 1);
        }

        return (train, test);
    }

    /// <summary>The subject of a mail, and what stands behind its headers.</summary>
    internal static string SubjectAndBody(string mail)
    {
        var lines = mail.ReplaceLineEndings("\n");
        var end = lines.IndexOf("\n\n", StringComparison.Ordinal);
        var (headers, body) = end < 0 ? (lines, "") : (lines[..end], lines[(end + 2)..]);
        var subject = headers.Split('\n').FirstOrDefault(line => line.StartsWith(Subject, StringComparison.OrdinalIgnoreCase));
        return $"{subject?[Subject.Length..].Trim()}\n{body.Trim()}";
    }

    private static TextRows Rows(string folder) => new(folder, "mails, subject and body") { HasLabels = true, Names = [] };

    private static string[] Names(string list)
    {
        var bytes = Distill.Data.Formats.Reading.Guard(list, () => Bytes(list));
        try
        {
            return JsonSerializer.Deserialize<string[]>(bytes) ?? [];
        }
        catch (JsonException error)
        {
            throw DistillException.Damaged($"{list} is no list of names: {error.Message}");
        }
    }

    private static byte[] Bytes(string path)
    {
        using var stream = Distill.Data.Formats.Reading.Open(path);
        return Distill.Data.Formats.Reading.ToEnd(stream, LargestMail, path);
    }

    // Mails of 2002 say their encoding in many ways, and some say a wrong one.
    private static string Decoded(byte[] bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }
}
