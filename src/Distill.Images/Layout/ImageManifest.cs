using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Images;

/// <summary>Reads a list of images and their classes: "name TAB class …", or CSV "name,label" with or without a header.</summary>
internal static class ImageManifest
{
    public static Dictionary<string, string> Parse(string text, string where)
    {
        var separator = text.AsSpan(0, Math.Max(0, text.IndexOf('\n'))).Contains('\t') ? '\t' : ',';
        var records = new CsvRecords(new StringReader(text), separator, where);
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var fields = new List<string>();
        for (var first = true; records.Next(fields); first = false)
        {
            if (first && !ImageKind.IsRead(fields[0].Trim()))
            {
                continue;
            }

            if (fields.Count < 2 || fields[1].Trim().Length == 0)
            {
                throw new DistillException($"{where}, line {records.Line}: expected an image and its class.");
            }

            if (!labels.TryAdd(fields[0].Trim(), fields[1].Trim()))
            {
                throw new DistillException($"{where}, line {records.Line}: {fields[0].Trim()} is named a second time.");
            }
        }

        return labels;
    }
}
