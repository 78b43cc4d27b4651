using System.Text.Json.Nodes;
using CsCheck;
using Distill.Reports.Page;
using Distill.Runs;

namespace Distill.Reports.Tests;

public sealed class DamagedRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_that_is_no_run_is_refused() =>
        Assert.Throws<DistillException>(() => ReportWriter.Write(folder.Path));

    [Fact]
    public void An_empty_document_is_refused_and_the_old_report_kept()
    {
        var run = SampleRun.Written(folder.File("sample"), SampleDocument.Create());
        ReportWriter.Write(run.Path);
        var before = File.ReadAllText(run.ReportPath);
        File.WriteAllText(run.DocumentPath, "{}");

        Assert.Throws<DistillException>(() => ReportWriter.Write(run.Path));
        Assert.Equal(before, File.ReadAllText(run.ReportPath));
    }

    [Theory]
    [InlineData("run.json", "document")]
    [InlineData("run.json", "bare")]
    [InlineData("document.json", "document")]
    [InlineData("assignment.json", "specialists")]
    [InlineData("combination.json", "specialists")]
    public void Whatever_a_file_holds_brings_a_well_formed_page_or_the_documented_error(string file, string kind)
    {
        var run = kind switch
        {
            "document" => SampleRun.Written(folder.File("sample"), SampleDocument.Create()),
            "specialists" => SampleRun.OfSpecialists(folder.File("sample"), SampleSpecialists.Assignment(), SampleSpecialists.Scores()),
            _ => RunDirectory.CreateAt(folder.File("sample"), SampleRun.Manifest(RunKind.Label)),
        };
        var path = Path.Combine(run.Path, file);
        var whole = File.ReadAllText(path);
        Mutations.Of(whole).Sample(
            text =>
            {
                File.WriteAllText(path, text);
                try
                {
                    PageText.ParseText(ReportPage.Render(run).ToString());
                }
                catch (DistillException)
                {
                }
            },
            iter: 60,
            threads: 1);
    }

    [Theory]
    [InlineData("document.json", "document")]
    [InlineData("assignment.json", "specialists")]
    [InlineData("combination.json", "specialists")]
    public void A_null_in_any_place_brings_a_well_formed_page_or_the_documented_error(string file, string kind)
    {
        var run = kind == "document"
            ? SampleRun.Written(folder.File("sample"), SampleDocument.Create())
            : SampleRun.OfSpecialists(folder.File("sample"), SampleSpecialists.Assignment(), SampleSpecialists.Scores());
        var path = Path.Combine(run.Path, file);
        var whole = JsonNode.Parse(File.ReadAllText(path))!;
        var places = Places(whole).ToList();
        Assert.True(places.Count > 20);
        foreach (var place in places)
        {
            var text = whole.DeepClone();
            var parent = place.SkipLast(1).Aggregate(text, (node, key) => key is int number ? node[number]! : node[(string)key]!);
            if (place[^1] is int last)
            {
                parent[last] = null;
            }
            else
            {
                parent[(string)place[^1]] = null;
            }

            File.WriteAllText(path, text.ToJsonString());
            try
            {
                PageText.ParseText(ReportPage.Render(run).ToString());
            }
            catch (DistillException)
            {
            }
            catch (Exception error)
            {
                Assert.Fail($"null at {string.Join('.', place)}: {error}");
            }
        }
    }

    private static IEnumerable<object[]> Places(JsonNode? node) => node switch
    {
        JsonObject inner => inner.SelectMany(pair => Places(pair.Value).Select(place => (object[])[pair.Key, .. place]).Prepend([pair.Key])),
        JsonArray list => list.SelectMany((value, number) => Places(value).Select(place => (object[])[number, .. place]).Prepend([number])),
        _ => [],
    };
}
