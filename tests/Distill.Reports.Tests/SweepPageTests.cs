using System.Xml.Linq;
using Distill.Runs.Results.Sweeps;

namespace Distill.Reports.Tests;

public sealed class SweepPageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Of_a_teacher_known_by_stored_targets_no_errors_are_told()
    {
        var page = PageText.Outline(Page(SampleSweep.Create() with { TeacherErrors = null }));
        Assert.Contains("its targets are stored", page, StringComparison.Ordinal);
        Assert.DoesNotContain("The teacher makes", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_reads_as_reviewed() => Approved.Matches("sweep", PageText.Outline(Page(SampleSweep.Create())));

    [Fact]
    public void Without_a_choice_it_says_what_was_swept()
    {
        var page = Page(SampleSweep.WithoutChoice());

        Assert.Equal("2 networks at 10 temperatures, T = 1 to 40", page.Descendants("h1").Single().Value);
        Assert.DoesNotContain("tests", page.Descendants("h2").Select(heading => heading.Attribute("id")!.Value));
        Assert.DoesNotContain("chosen", PageText.Outline(page), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2 * 3, Rows(page, "heat").Count);
        Assert.Equal(3, Plots(page)[0].Descendants("polyline").Count());
    }

    [Fact]
    public void Every_student_that_finished_is_a_dot_and_every_mean_has_a_bar()
    {
        var plots = Plots(Page(SampleSweep.Create()));

        Assert.Equal(2, plots.Count);
        Assert.Equal(5 * 10, Circles(plots[0], "student s1"));
        Assert.Equal((5 * 10) - 1, Circles(plots[1], "student s1"));
        Assert.All(plots, plot => Assert.Equal(10, Circles(plot, "mean s1")));
        Assert.All(plots, plot => Assert.Equal(1, Circles(plot, "ring")));
    }

    [Fact]
    public void The_colour_of_a_cell_grows_as_the_errors_of_its_row_fall()
    {
        foreach (var row in Rows(Page(SampleSweep.Create()), "heat"))
        {
            var strengths = row.Elements("td").Select(cell => double.Parse(
                cell.Attribute("style")!.Value.Split(':', '%')[1], System.Globalization.CultureInfo.InvariantCulture)).ToList();
            Assert.Equal((0, 60), (strengths.Min(), strengths.Max()));
        }
    }

    [Fact]
    public void Of_a_network_whose_students_all_stopped_no_number_is_made_up()
    {
        var sample = SampleSweep.Create();
        var stopped = sample.Networks[0] with
        {
            Settings = [.. sample.Networks[0].Settings.Select(setting => setting with
            {
                Students = [.. setting.Students.Select(student => new SweepStudent(student.Seed, null, null, Failure: "out of memory"))],
            })],
            Tests = null,
        };

        var page = Page(sample with { Networks = [stopped] });

        Assert.Equal("Chosen on held-out data: T = 3 for 784\u201130\u201130\u201110", page.Descendants("h1").Single().Value);
        Assert.Empty(Plots(page));
        Assert.Equal(50, Rows(page, "stopped").Count);
        Assert.DoesNotContain("not a number", PageText.Outline(page), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_that_is_too_large_to_show_has_a_page_of_bounded_size()
    {
        var sample = SampleSweep.Create();
        var network = sample.Networks[0] with
        {
            Settings = [.. Enumerable.Range(1, 1000).Select(t => new SweepSetting(t, 0.1, sample.Networks[0].Settings[0].Students))],
        };
        var run = SampleRun.Swept(folder.File("large"), sample with { Networks = [network, network] });

        Assert.InRange(new FileInfo(ReportWriter.Write(run.Path)).Length, 20_000, 200_000);
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
        Assert.DoesNotContain(
            page.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
    }

    private static List<XElement> Plots(XDocument page) =>
        [.. page.Descendants("section").Where(section => section.Attribute("aria-labelledby")!.Value == "temperatures").Descendants("figure")];

    private static List<XElement> Rows(XDocument page, string table) =>
        [.. page.Descendants("table").Single(element => element.Attribute("class")!.Value.Split(' ')[0] == table)
            .Descendants("tr").Where(row => row.Parent!.Name == "tbody")];

    private static int Circles(XElement plot, string style) =>
        plot.Descendants("circle").Count(circle => circle.Attribute("class")!.Value == style);

    private XDocument Page(Sweep sweep) => PageText.Parse(ReportWriter.Write(SampleRun.Swept(folder.File("sample"), sweep).Path));
}
