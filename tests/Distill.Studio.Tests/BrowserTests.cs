using System.Globalization;
using Distill.Jobs.Predicting;
using Distill.Jobs.Teachers;
using Distill.Runs;
using Distill.Teachers;
using Distill.Teachers.Foreign;

namespace Distill.Studio.Tests;

/// <summary>The page in a browser, where there is one.</summary>
public sealed class BrowserTests(SampleFolder folder, Chromium chromium) : IClassFixture<Chromium>
{
    private const double Tolerance = 1e-3;

    [Theory]
    [InlineData(1280, "light")]
    [InlineData(1280, "dark")]
    [InlineData(390, "light")]
    [InlineData(390, "dark")]
    public async Task Every_view_fits_and_nothing_is_refused(int width, string scheme)
    {
        Assert.SkipWhen(Chromium.Program is null, "There is no Chromium on the PATH.");
        await using var studio = await Studio.Of(folder.Runs);
        using var browser = await Browser.Open(chromium, studio.Address, width, scheme);

        foreach (var (view, shown) in new[]
        {
            ("runs", "document.querySelectorAll('.runs tbody tr').length === 3"),
            ("run?run=student", "document.querySelectorAll('.plots svg').length >= 3"),
            ("compare?run=student&run=teacher", "document.querySelectorAll('.plots polyline').length >= 6"),
            ("playground?teacher=teacher&student=student", "document.querySelectorAll('.bars tbody tr').length === 4"),
            ("classes?model=student", "document.querySelector('.map')?.width > 0"),
        })
        {
            await browser.Await($"{{ location.hash = '{view}'; return true; }}");
            await browser.Await(shown);
            Assert.True((bool)await browser.Await("document.documentElement.scrollWidth <= innerWidth"), $"{view} is wider than {width}.");
        }

        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task The_bars_are_the_librarys_softmax_at_every_temperature()
    {
        Assert.SkipWhen(Chromium.Program is null, "There is no Chromium on the PATH.");
        double[] temperatures = [1, 4, 20];
        using var session = PredictJob.Open(new PredictRequest
        {
            Models = [folder.File("student")],
            Teacher = new TeacherFiles([folder.File("teacher/model.safetensors"), folder.File("second/model.safetensors")], EnsembleMean.Arithmetic, new ForeignTeacherOptions()),
            Inputs = [folder.TestPicture("down", 0)],
            Temperatures = temperatures,
        });
        var expected = session.Read(null, CancellationToken.None).Single().Answers;
        await using var studio = await Studio.Of(folder.Runs);
        using var browser = await Browser.Open(chromium, new Uri(studio.Address, "#playground?teacher=teacher&teacher=second&student=student"), 1280, "light");
        await browser.Await("document.querySelectorAll('.bars tbody tr').length === 4");

        foreach (var (i, temperature) in temperatures.Index())
        {
            var set = string.Create(CultureInfo.InvariantCulture, $"{{ const field = document.getElementById('exact'); field.value = {temperature}; field.dispatchEvent(new Event('input')); return true; }}");
            await browser.Await(set);
            var bars = (await browser.Await("[...document.querySelectorAll('.bars tbody i')].map(bar => parseFloat(bar.style.getPropertyValue('--p')) / 100)")).AsArray().Select(value => (double)value!).ToArray();
            for (var number = 0; number < 4; number++)
            {
                Assert.Equal(expected[1][i][number], bars[2 * number], Tolerance);
                Assert.Equal(expected[0][i][number], bars[(2 * number) + 1], Tolerance);
            }
        }

        await browser.Await("location.hash.includes('t=20') && location.hash.includes('example=')");

        // A stroke over the pad's lower half changes what both say.
        var before = (string)(await browser.Await("document.querySelector('.bars tbody').innerText"))!;
        var pad = await browser.Await("{ const box = document.querySelector('.pad').getBoundingClientRect(); return [box.left, box.top, box.width]; }");
        var (left, top, size) = ((double)pad[0]!, (double)pad[1]!, (double)pad[2]!);
        await browser.Draw((left + (0.2 * size), top + (0.7 * size)), (left + (0.8 * size), top + (0.75 * size)), (left + (0.2 * size), top + (0.85 * size)));
        await browser.Await($"document.querySelector('.bars tbody').innerText !== {System.Text.Json.JsonSerializer.Serialize(before)}");
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task An_address_shows_others_the_same()
    {
        Assert.SkipWhen(Chromium.Program is null, "There is no Chromium on the PATH.");
        await using var studio = await Studio.Of(folder.Runs);
        using var browser = await Browser.Open(chromium, new Uri(studio.Address, "#playground?teacher=teacher&student=student&t=4&example=3"), 1280, "light");

        await browser.Await("document.getElementById('exact').value === '4' && document.getElementById('example')?.value === '3'");
        await browser.Await("document.querySelectorAll('.bars tbody tr').length === 4");
        Assert.Empty(browser.Complaints);
    }

    // docs/images/make asks for the picture of the readme: a folder of runs, what follows the address, and the file.
    [Fact]
    public async Task What_an_address_shows_can_be_pictured()
    {
        Assert.SkipWhen(Chromium.Program is null, "There is no Chromium on the PATH.");
        var asked = Environment.GetEnvironmentVariable("DISTILL_PICTURE")?.Split('|');
        await using var studio = await Studio.Of(asked?[0] ?? folder.Runs);
        using var browser = await Browser.Open(chromium, new Uri(studio.Address, asked?[1] ?? "#playground?teacher=teacher&student=student&t=4&example=3"), 1120, "light");
        await browser.Await("document.querySelectorAll('.bars tbody tr').length > 0 && document.fonts.status === 'loaded'");

        var picture = await browser.Picture(1120, 860);

        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], picture[..4]);
        // A page without bars takes half of it.
        Assert.True(picture.Length > 40_000, $"The picture has {picture.Length} bytes.");
        if (asked is not null)
        {
            await File.WriteAllBytesAsync(asked[2], picture);
        }
    }

    [Fact]
    public async Task What_a_microphone_hears_is_a_recording_that_models_answer()
    {
        Assert.SkipWhen(Chromium.Program is null, "There is no Chromium on the PATH.");
        using var own = new TemporaryFolder();
        SampleFolder.Train(own.File("ear"), "tone-words", width: 8, epochs: 1);
        await using var studio = await Studio.Of(own.Path);
        using var browser = await Browser.Open(chromium, new Uri(studio.Address, "#playground?student=ear"), 1280, "light");

        await browser.Await("document.getElementById('record')");
        await browser.Await("{ document.getElementById('record').click(); return true; }");
        await browser.Await("document.getElementById('record').textContent === 'Stop'");
        await Task.Delay(500);
        await browser.Await("{ document.getElementById('record').click(); return true; }");

        await browser.Await("document.querySelector('.input').innerText.includes('what the microphone heard') && document.querySelectorAll('.bars tbody tr').length > 1");
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task Specialists_are_outlined_on_the_map_and_one_can_be_seen_alone()
    {
        Assert.SkipWhen(Chromium.Program is null, "There is no Chromium on the PATH.");
        using var own = folder.WithSpecialists(["down", "left", "right", "up"], [1, 2], [0, 2, 3]);
        await using var studio = await Studio.Of(own.Path);
        using var browser = await Browser.Open(chromium, new Uri(studio.Address, "#classes?model=student"), 1280, "light");
        const string picture = "document.querySelector('.map').toDataURL()";
        await browser.Await("document.querySelector('.map')?.width > 0");
        var plain = (string)(await browser.Await(picture))!;

        await browser.Await("{ const choice = document.getElementById('specialists'); choice.value = 'team'; choice.dispatchEvent(new Event('change')); return true; }");
        await browser.Await("document.body.innerText.includes('Specialist 2') && location.hash.includes('specialists=team')");
        var outlined = (string)(await browser.Await(picture))!;
        Assert.NotEqual(plain, outlined);

        await browser.Await("{ document.querySelector('.set[tabindex]').focus(); return true; }");
        Assert.NotEqual(outlined, (string)(await browser.Await(picture))!);
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task A_run_appears_and_ends_without_a_reload()
    {
        Assert.SkipWhen(Chromium.Program is null, "There is no Chromium on the PATH.");
        using var runs = new TemporaryFolder();
        await using var studio = await Studio.Of(runs.Path);
        using var browser = await Browser.Open(chromium, studio.Address, 1280, "light");
        await browser.Await("document.getElementById('link').textContent === 'live'");

        var run = RunDirectory.CreateAt(runs.File("born"), SampleFolder.Manifest(RunStatus.Running));
        using (run.Claim())
        {
            await browser.Await("document.querySelector('.runs tbody')?.innerText.includes('running')");
        }

        run.WriteManifest(run.ReadManifest().Done(null));
        await browser.Await("document.querySelector('.runs tbody').innerText.includes('done')");
        Assert.Empty(browser.Complaints);
    }
}
