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
}
