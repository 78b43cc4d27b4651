using System.Globalization;
using System.Text;
using Distill.Runs;

namespace Distill.Text.Reading;

/// <summary>
/// The definitions of WordNet's meanings, each with the lexicographer's file that it is in, such as noun.animal or verb.motion, as its
/// class. The examples of use that follow a definition are left out.
/// </summary>
internal static class WordNetGlosses
{
    /// <summary>The files of the database that hold meanings.</summary>
    public static IReadOnlyList<string> Files { get; } = ["data.noun", "data.verb", "data.adj", "data.adv"];

    // By their numbers (lexnames(5WN)).
    private static readonly string[] Lexicographers =
    [
        "adj.all", "adj.pert", "adv.all", "noun.Tops", "noun.act", "noun.animal", "noun.artifact", "noun.attribute", "noun.body", "noun.cognition",
        "noun.communication", "noun.event", "noun.feeling", "noun.food", "noun.group", "noun.location", "noun.motive", "noun.object", "noun.person",
        "noun.phenomenon", "noun.plant", "noun.possession", "noun.process", "noun.quantity", "noun.relation", "noun.shape", "noun.state",
        "noun.substance", "noun.time", "verb.body", "verb.change", "verb.cognition", "verb.communication", "verb.competition", "verb.consumption",
        "verb.contact", "verb.creation", "verb.emotion", "verb.motion", "verb.perception", "verb.possession", "verb.social", "verb.stative",
        "verb.weather", "adj.ppl",
    ];

    /// <summary>Reads both parts: a meaning whose offset in its file ends in 0 is for the test, about one of ten.</summary>
    /// <param name="folder">Holds <see cref="Files"/>.</param>
    /// <exception cref="DistillException">A line is no meaning: the message says which.</exception>
    public static (TextRows Train, TextRows Test) Read(string folder)
    {
        var (train, test) = (Rows(folder), Rows(folder));
        foreach (var file in Files)
        {
            var (path, number) = (Path.Combine(folder, file), 0);
            using var reader = new StreamReader(Distill.Data.Formats.Reading.Open(path), new UTF8Encoding(false, throwOnInvalidBytes: true));
            while (Distill.Data.Formats.Reading.Guard(path, () => reader.ReadLine()) is { } line)
            {
                number++;
                // The licence stands at the top, and each of its lines begins with a blank.
                if (line.Length == 0 || line[0] == ' ')
                {
                    continue;
                }

                var fields = line.Split(' ', 3);
                var bar = line.IndexOf('|', StringComparison.Ordinal);
                if (fields.Length < 3 || bar < 0 || !int.TryParse(fields[1], CultureInfo.InvariantCulture, out var lexicographer) || lexicographer < 0 || lexicographer >= Lexicographers.Length)
                {
                    throw new DistillException(string.Create(CultureInfo.InvariantCulture, $"{path}, line {number}: no meaning of WordNet; expected its offset, the number of a lexicographer's file from 0 to {Lexicographers.Length - 1}, and a gloss behind |."));
                }

                var rows = fields[0].EndsWith('0') ? test : train;
                rows.Names!.Add($"{file} {fields[0]}");
                rows.Add(Definition(line[(bar + 1)..]), Lexicographers[lexicographer], number);
            }
        }

        return (train, test);
    }

    private static TextRows Rows(string folder) => new(folder, "glosses of WordNet") { HasLabels = true, Names = [] };

    private static string Definition(string gloss)
    {
        var example = gloss.IndexOf("; \"", StringComparison.Ordinal);
        return (example < 0 ? gloss : gloss[..example]).Trim();
    }
}
