using System.Globalization;
using Distill.Jobs.Predicting;
using Distill.Jobs.Teachers;
using Distill.Teachers;
using Distill.Teachers.Foreign;

namespace Distill.Studio.Tests;

/// <summary>A digit drawn with the mouse, and models of the real MNIST.</summary>
public sealed class DrawnDigitTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const double Tolerance = 1e-3;

    private static bool HasMnist => Directory.Exists(Path.Combine(Environment.GetEnvironmentVariable("DISTILL_DATA") ?? "/nowhere", "mnist"));

    [Fact]
    public async Task Teacher_and_student_answer_a_drawn_digit_as_predict_does_at_every_temperature()
    {
        Assert.SkipWhen(Chromium.Program is null, "There is no Chromium on the PATH.");
        Assert.SkipUnless(HasMnist, "DISTILL_DATA holds no folder mnist.");
        using var folder = new TemporaryFolder();
        SampleFolder.Train(folder.File("teacher"), "mnist", width: 100, epochs: 2);
        SampleFolder.Train(folder.File("student"), "mnist", width: 20, epochs: 1, folder.File("teacher"));
        await using var studio = await Studio.Of(folder.Path);
        using var browser = await Browser.Open(chromium, new Uri(studio.Address, "#playground?teacher=teacher&student=student"), 1280, "light");
        await browser.Await("document.querySelectorAll('.bars tbody tr').length === 10");
        // What the page asks about is kept, to ask the library the same.
        await browser.Await("{ const send = window.fetch; window.fetch = (to, how) => { if (String(to).includes('/api/predict')) window.sent = JSON.parse(how.body); return send(to, how); }; return true; }");

        var pad = await browser.Await("{ const box = document.querySelector('.pad').getBoundingClientRect(); return [box.left, box.top, box.width]; }");
        var (left, top, size) = ((double)pad[0]!, (double)pad[1]!, (double)pad[2]!);
        (double, double) At(double x, double y) => (left + (x * size), top + (y * size));
        await browser.Draw(At(0.25, 0.2), At(0.5, 0.2), At(0.75, 0.2), At(0.65, 0.4), At(0.55, 0.6), At(0.45, 0.85));
        await browser.Await("window.sent?.file && document.querySelector('.input').innerText.includes('What you drew')");
        // The answer about the last part of the stroke.
        await Task.Delay(1000);

        double[] temperatures = [1, 20];
        using var session = PredictJob.Open(new PredictRequest
        {
            Models = [folder.File("teacher"), folder.File("student")],
            Teacher = new TeacherFiles([], EnsembleMean.Arithmetic, new ForeignTeacherOptions()),
            Inputs = ["-"],
            Standard = new MemoryStream(Convert.FromBase64String((string)(await browser.Await("window.sent.file"))!)),
            Temperatures = temperatures,
        });
        var expected = session.Read(null, CancellationToken.None).Single().Answers;
        Assert.Equal(7, Array.IndexOf(expected[0][0], expected[0][0].Max()));
        foreach (var (i, temperature) in temperatures.Index())
        {
            await browser.Await(string.Create(CultureInfo.InvariantCulture, $"{{ const slider = document.getElementById('temperature'); slider.value = {(temperature == 1 ? 0 : 1000)}; slider.dispatchEvent(new Event('input')); return true; }}"));
            var bars = (await browser.Await("[...document.querySelectorAll('.bars tbody i')].map(bar => parseFloat(bar.style.getPropertyValue('--p')) / 100)")).AsArray().Select(value => (double)value!).ToArray();
            for (var digit = 0; digit < 10; digit++)
            {
                Assert.Equal(expected[0][i][digit], bars[2 * digit], Tolerance);
                Assert.Equal(expected[1][i][digit], bars[(2 * digit) + 1], Tolerance);
            }
        }

        Assert.Empty(browser.Complaints);
    }
}
