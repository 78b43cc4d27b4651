using System.Globalization;

namespace Distill.Data.Formats;

/// <summary>Tells one archive from another without reading it.</summary>
internal static class ArchiveIdentity
{
    public static string Of(string path) => Reading.Guard(path, () =>
    {
        var info = new FileInfo(path);
        return string.Create(CultureInfo.InvariantCulture, $"{info.FullName}\n{info.Length}\n{info.LastWriteTimeUtc.Ticks}");
    });
}
