using System.Xml.Linq;
using Distill.Jobs.Sweeps;
using Distill.Jobs.Sweeps.Reporting;
using Distill.Reports;
using Distill.Runs;
using Distill.Runs.Documents;
using Distill.Runs.Results.Sweeps;

namespace Distill.Jobs.Tests.Sweeps;

public sealed class SweepReportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_document_reads_as_reviewed() => Approved.Matches("sweep", Text(SampleSweep.Create()));

    [Fact]
    public void The_document_of_several_weights_reads_as_reviewed() => Approved.Matches("sweep-weights", Text(SampleSweep.WithoutChoice()));

    [Fact]
    public void Page_and_Markdown_have_the_same_figures() =>
        Assert.Equal(Figures.Of(Text(SampleSweep.Create())), Figures.OfPage(Page(SampleSweep.Create()), "How this was made"));

    [Fact]
    public void Of_a_teacher_known_by_stored_targets_no_errors_are_told()
    {
        var text = Text(SampleSweep.Create() with { TeacherErrors = null });
        Assert.Contains("its targets are stored", text, StringComparison.Ordinal);
        Assert.DoesNotContain("The teacher makes", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_choice_nothing_is_tested_or_called_chosen()
    {
        var document = SweepReport.Of(SampleSweep.WithoutChoice());

        Assert.Equal("2 networks at 10 temperatures, T = 1 to 40", document.Headline);
        Assert.Empty(Section(document, "tests").Blocks);
        Assert.DoesNotContain("chosen", DocumentMarkdown.Of(document), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Every_student_that_finished_is_a_dot_and_the_choice_has_a_ring()
    {
        var plots = Plots(SampleSweep.Create());
        var curves = plots.Select(plot => plot.Series[0]).ToList();

        Assert.Equal([5 * 10, (5 * 10) - 1], curves.Select(curve => curve.Points.Sum(point => point.Values.Count)));
        Assert.Equal([3, 12], curves.Select(curve => curve.Points.Single(point => point.Chosen).X));
        // Labels alone and the teacher are lines from end to end.
        Assert.All(plots, plot => Assert.Equal([("Labels alone", 5), ("Teacher", 6)], plot.Series.Skip(1).Select(line => (line.Name, line.Colour))));
        Assert.All(plots.SelectMany(plot => plot.Series.Skip(1)), line => Assert.Equal([1, 40], line.Points.Select(point => point.X)));
        Assert.All(plots, plot => Assert.Equal(71, Assert.Single(plot.Series[2].Points[0].Values)));
    }

    [Fact]
    public void A_weight_is_a_curve_of_its_own_colour_and_a_row() => Assert.All(Plots(SampleSweep.WithoutChoice()), plot => Assert.Equal(
        [("weight 0 on the labels", 0), ("weight 0.1 on the labels", 1), ("weight 0.5 on the labels", 2), ("Teacher", 6)],
        plot.Series.Select(curve => (curve.Name, curve.Colour))));

    [Fact]
    public void The_colour_of_a_cell_grows_as_the_errors_of_its_row_fall() => Assert.All(Rows(SampleSweep.Create(), "heat"), row =>
    {
        // The last is of labels alone.
        var cells = row.Skip(1).SkipLast(1).OrderBy(cell => cell.Measure!.Value).ToList();
        Assert.Equal((1, 0), (cells[0].Strength, cells[^1].Strength));
        Assert.Equal(cells.OrderByDescending(cell => cell.Strength), cells);
    });

    [Fact]
    public void A_test_stands_out_where_its_interval_leaves_out_0() => Assert.All(
        Rows(SampleSweep.Create(), "tests").SelectMany(row => row.Skip(1)).Where(cell => cell.Measure is not null),
        cell => Assert.Equal(cell.Measure!.Interval is { Lower: > 0 } or { Upper: < 0 }, cell.Strong));

    [Fact]
    public void Of_a_network_whose_students_all_stopped_no_number_is_made_up()
    {
        var sample = SampleSweep.Create();
        var stopped = sample with
        {
            Networks =
            [
                sample.Networks[0] with
                {
                    Settings = [.. sample.Networks[0].Settings.Select(setting => setting with
                    {
                        Students = [.. setting.Students.Select(student => new SweepStudent(student.Seed, null, null, Failure: "out of memory"))],
                    })],
                    Tests = null,
                },
            ],
        };

        Assert.Equal("Chosen on held-out data: T = 3 for 784\u201130\u201130\u201110", SweepReport.Of(stopped).Headline);
        Assert.Empty(Plots(stopped));
        Assert.Equal(50, Rows(stopped, "stopped").Count);
        Assert.DoesNotContain("not a number", Text(stopped), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_sweep_that_is_too_large_to_show_the_document_says_that_it_is_not_all()
    {
        var sample = SampleSweep.Create();
        var network = sample.Networks[0] with
        {
            Settings = [.. Enumerable.Range(1, 900).Select(t => new SweepSetting(t, 0.1, sample.Networks[0].Settings[0].Students))],
        };
        var large = sample with { Networks = [network, network] };

        Assert.Contains("24 temperatures; sweep.json has all.", Section(SweepReport.Of(large), "heat").Introduction, StringComparison.Ordinal);
        Assert.InRange(Page(large).ToString().Length, 20_000, 200_000);
        Assert.DoesNotContain("sweep.json", Text(sample), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_names_hold_stays_text()
    {
        const string hostile = "</title><script>alert(1)</script>\"' onload='x' &amp; \u0000\u202E<img src=x>";
        var sample = SampleSweep.Create();
        var page = Page(sample with
        {
            Title = hostile,
            Teacher = hostile,
            Dataset = sample.Dataset with { Name = hostile },
            Networks = [.. sample.Networks.Select(network => network with
            {
                Id = hostile,
                Description = hostile,
                Settings = [.. network.Settings.Select(setting => setting with
                {
                    Students = [.. setting.Students.Select(student => new SweepStudent(student.Seed, Failure: hostile))],
                })],
            })],
        });

        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "img");
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
    }

    [Fact]
    public void Whatever_the_file_holds_brings_a_document_or_the_documented_error()
    {
        var run = SmallSweep.Directory(folder.File("run"));
        SampleSweep.Create().Write(run.SweepPath);
        var whole = File.ReadAllBytes(run.SweepPath);
        foreach (var number in Enumerable.Range(0, Mutations.Count(200)))
        {
            File.WriteAllBytes(run.SweepPath, Mutations.Of(whole, number));
            try
            {
                SweepJob.WriteDocument(run.Path);
                Assert.NotEmpty(DocumentMarkdown.Of(Document.Read(run.DocumentPath)));
            }
            catch (DistillException)
            {
            }
        }
    }

    [Fact]
    public void A_folder_without_a_sweep_gets_no_document()
    {
        var run = SmallSweep.Directory(folder.File("run"));
        SweepJob.WriteDocument(run.Path);
        SweepJob.WriteDocument(folder.Path);
        Assert.False(File.Exists(run.DocumentPath));
    }

    private static string Text(Sweep sweep) => DocumentMarkdown.Of(SweepReport.Of(sweep));

    private static Section Section(Document document, string id) => document.Sections.Single(section => section.Id == id);

    private static List<Plot> Plots(Sweep sweep) => [.. Section(SweepReport.Of(sweep), "temperatures").Blocks.Cast<Plot>()];

    private static IReadOnlyList<IReadOnlyList<Cell>> Rows(Sweep sweep, string id) =>
        Assert.IsType<Table>(Assert.Single(Section(SweepReport.Of(sweep), id).Blocks)).Rows;

    // From a folder that has sweep.json alone, as those of older versions do.
    private XDocument Page(Sweep sweep)
    {
        var run = SmallSweep.Directory(folder.File("page"));
        sweep.Write(run.SweepPath);
        SweepJob.WriteDocument(run.Path);
        return XDocument.Parse(File.ReadAllText(ReportWriter.Write(run.Path)).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
    }
}
