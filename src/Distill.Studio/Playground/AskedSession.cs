using Distill.Jobs.Predicting;
using Distill.Jobs.Predicting.Models;
using Distill.Jobs.Teachers;
using Distill.Reports.Images;
using Distill.Runs;
using Distill.Runs.Results;
using Distill.Teachers;
using Distill.Teachers.Foreign;

namespace Distill.Studio.Playground;

/// <summary>Models that are open side by side, as <c>distill predict</c> opens them, and what was said of them.</summary>
/// <param name="Session">Gives the answers.</param>
/// <param name="Notes">What was taken for granted, a sentence each.</param>
internal sealed record AskedSession(PredictionSession Session, IReadOnlyList<string> Notes) : IDisposable
{
    // What decides which models fit: the smallest image, a recording of nothing, a text.
    private static readonly byte[] Picture = PngImage.Encode(new SampleImage(1, 1, 1, new byte[1]));
    private static readonly byte[] Sound =
    [
        .. "RIFF"u8, 38, 0, 0, 0, .. "WAVEfmt "u8, 16, 0, 0, 0, 1, 0, 1, 0, 0x80, 0x3E, 0, 0, 0, 0x7D, 0, 0, 2, 0, 16, 0, .. "data"u8, 2, 0, 0, 0, 0, 0,
    ];

    /// <summary>Opens models.</summary>
    /// <param name="models">Their paths, each once.</param>
    /// <exception cref="DistillException">One is damaged, or they do not take the same kind of input.</exception>
    public static AskedSession Open(IReadOnlyList<string> models)
    {
        DistillException? problem = null;
        foreach (var request in Requests(models))
        {
            try
            {
                var notes = new List<string>();
                return new AskedSession(PredictJob.Open(request, say: notes.Add), notes);
            }
            catch (DistillException refused)
            {
                problem ??= refused;
            }
        }

        throw problem!;
    }

    /// <summary>The natural logarithms of the probabilities at T = 1, by model and class; null where a model has no such class, or the input cannot be read.</summary>
    /// <param name="input">What they are asked about.</param>
    /// <param name="cancellationToken">Looked at between models.</param>
    /// <exception cref="DistillException">The input cannot be read.</exception>
    public IReadOnlyList<double?[]> Ask(AskedInput input, CancellationToken cancellationToken)
    {
        var answer = Session.Answer([input], cancellationToken)[0];
        return answer.Problem is { } problem
            ? throw new DistillException(problem)
            : [.. answer.Answers.Select(model => model[0].Select(Logarithm).ToArray())];
    }

    /// <inheritdoc/>
    public void Dispose() => Session.Dispose();

    // No distribution has a smaller probability, but rounding makes zeros, whose logarithm no JSON holds.
    private static double? Logarithm(double probability) => double.IsNaN(probability) ? null : Math.Log(Math.Max(probability, double.Epsilon));

    private static IEnumerable<PredictRequest> Requests(IReadOnlyList<string> models)
    {
        var plain = new PredictRequest { Models = models, Teacher = new TeacherFiles([], EnsembleMean.Arithmetic, new ForeignTeacherOptions()) };
        var first = AskedModels.Look(models).FirstOrDefault(model => model is not null);
        var (image, sound, text) = (
            plain with { Inputs = ["-"], Standard = new MemoryStream(Picture) }, plain with { Inputs = ["-"], Standard = new MemoryStream(Sound) }, plain with { Texts = ["text"] });
        return first switch
        {
            { TakesTexts: true } => [text],
            { Spec.Input.IsFeatures: true } => [plain with { Rows = [new float[first.Spec.Input.Channels]] }],
            { Hears: true } => [sound],
            { } => [image],
            // Another toolkit's file does not say what its numbers mean.
            null => [image, text, sound],
        };
    }
}
