using System.Globalization;
using System.Text;
using Distill.Runs;

namespace Distill.Data.Formats;

/// <summary>How the names in archives are read where they are not UTF-8.</summary>
internal sealed class ArchiveNames
{
    private const int MostTold = 3;
    private const int MostLooked = 4096;

    private readonly bool decides;
    private readonly Encoding? encoding;

    private ArchiveNames(bool decides, Encoding? encoding = null) => (this.decides, this.encoding) = (decides, encoding);

    /// <summary>By the encoding that the bytes tell; where they do not tell one, names are refused.</summary>
    public static ArchiveNames Evident { get; } = new(decides: true);

    /// <summary>As bytes, which tell names apart but say nothing: for looking at what an archive holds.</summary>
    public static ArchiveNames Unread { get; } = new(decides: false);

    /// <summary>What mends names that do not tell their encoding.</summary>
    public static Remedy Remedy { get; } = new(nameof(ImageOptions), nameof(ImageOptions.ArchiveNames));

    /// <summary>The encoding that a user names, or null for <see cref="Evident"/>.</summary>
    /// <param name="name">For example "cp949", "949" or "shift_jis".</param>
    /// <exception cref="DistillException">There is no such encoding.</exception>
    public static ArchiveNames Of(string? name)
    {
        if (name is null)
        {
            return Evident;
        }

        try
        {
            var number = name.StartsWith("cp", StringComparison.OrdinalIgnoreCase) ? name[2..] : name;
            var codePage = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given
                : (CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name)).CodePage;
            return new ArchiveNames(decides: true, NameEncoding.Strict(codePage));
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new DistillException(
                $"ArchiveNames: '{name}' is no encoding that is known here. Expected one such as " +
                $"{string.Join(", ", NameEncoding.All.Select(known => $"cp{known.CodePage} ({known.Language})"))}.", Remedy);
        }
    }

    /// <summary>Finds how an archive's names are to be read.</summary>
    /// <param name="names">All of its names; only looked at where the bytes must tell.</param>
    /// <param name="where">The archive, for messages.</param>
    /// <exception cref="DistillException">The names are not in the encoding that was named, or do not tell theirs.</exception>
    public ArchiveNameReader Reader(Func<IEnumerable<string>> names, string where)
    {
        if (!decides)
        {
            return new(name => name, null);
        }

        if (encoding is not null)
        {
            return new(name => Read(name, encoding, where), null);
        }

        var parts = names().SelectMany(name => name.Split('/', '\\')).Where(part => NameBytes.AreIn(part)).Distinct(StringComparer.Ordinal)
            .Take(MostLooked).Select(NameBytes.Instance.GetBytes).ToList();
        var likely = NameEncoding.Of(parts);
        return likely.Count == 1
            ? new(
                name => Read(name, NameEncoding.Strict(likely[0].CodePage), where),
                $"The names in {where} are not UTF-8; they are read as {likely[0].Language}, code page {likely[0].CodePage}: {Told(likely[0], parts)}.")
            : throw new DistillException(
                $"{where}: names are not UTF-8, and their bytes do not tell in which encoding they are" +
                (likely.Count == 0 ? "" : $": {string.Join("; ", likely.Select(one => $"cp{one.CodePage} would read {Told(one, parts)}"))}") +
                ". Say which it is (ArchiveNames), or make the archive anew with names in UTF-8.", Remedy);
    }

    private static string Told(NameEncoding one, List<byte[]> parts) =>
        string.Join(", ", parts.Take(MostTold).Select(part => $"'{one.TryRead(part)}'")) + (parts.Count > MostTold ? "…" : "");

    private static string Read(string name, Encoding encoding, string where)
    {
        try
        {
            return encoding.GetString(NameBytes.Instance.GetBytes(name));
        }
        catch (DecoderFallbackException)
        {
            throw new DistillException($"{where}: the name of an entry, '{Encoding.Latin1.GetString(NameBytes.Instance.GetBytes(name))}' as bytes, is not in {encoding.WebName} (ArchiveNames).", Remedy);
        }
    }
}
