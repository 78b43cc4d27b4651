using System.Runtime.InteropServices;
using Distill.Jobs.Predicting;
using Distill.Reports.Images;
using Distill.Runs;
using Distill.Studio.Serving;
using Microsoft.AspNetCore.Http;

namespace Distill.Studio.Playground;

/// <summary>Answers requests about models.</summary>
/// <param name="models">The models of the folder.</param>
/// <param name="shelf">Those that are open.</param>
/// <param name="gate">Lets one request at a time compute.</param>
internal sealed class PlaygroundAnswers(ModelCatalogue models, ModelShelf shelf, SemaphoreSlim gate)
{
    private const int MostListed = 500;
    private const int MostModels = 16;
    private const int LongestText = 100_000;

    /// <summary>The models, the newest first.</summary>
    public Task List(HttpContext http)
    {
        var all = models.All();
        return http.WriteJson(new { count = all.Count, models = all.Take(MostListed).Select(model => new { model.Id, model.Written, specialists = model.Assignment is not null }) });
    }

    /// <summary>What some models take, and which test examples there are.</summary>
    public async Task Look(HttpContext http)
    {
        var ids = http.Names("model");
        await http.WriteJson(await gate.Through(http, () =>
        {
            var (asked, found) = shelf.Session(ids);
            TestSet? set = null;
            string? problem = null;
            try
            {
                set = shelf.Set(ids, http.RequestAborted);
            }
            catch (DistillException unknown)
            {
                problem = unknown.Message;
            }

            var shape = asked.Session.Shape;
            return new
            {
                kind = asked.Session.Kind,
                asked.Session.Classes,
                shape = new { shape.Channels, shape.Height, shape.Width },
                models = asked.Session.Models.Select((model, i) => new { found[i].Id, model.Name, model.Description, model.Input }),
                asked.Notes,
                set = set is null ? null : new { set.Data, set.Examples.Count, images = set.AreImages, readable = Input(set, 0, asked.Session.Kind) is not null },
                setProblem = problem,
            };
        }));
    }

    /// <summary>What models say of one input: the logarithm of each class's probability at T = 1.</summary>
    public async Task Predict(HttpContext http)
    {
        var body = await http.ReadJson<PredictBody>();
        await http.WriteJson(await gate.Through(http, () =>
        {
            var (asked, found, input, set) = Question(body, http.RequestAborted);
            var label = set?.Labels[body.Example!.Value] ?? -1;
            return new
            {
                asked.Session.Classes,
                label = label < 0 ? null : set!.Examples.ClassNames[(int)label],
                text = set is null ? null : input.Text,
                models = asked.Ask(input, http.RequestAborted).Select((values, i) => new { found[i].Id, asked.Session.Models[i].Name, logProbabilities = values }),
            };
        }));
    }

    /// <summary>How the first of some models, one of specialists, comes to its answer about one input.</summary>
    public async Task Specialists(HttpContext http)
    {
        var body = await http.ReadJson<PredictBody>();
        await http.WriteJson(await gate.Through(http, () =>
        {
            var (asked, _, input, _) = Question(body, http.RequestAborted);
            var (steps, sets) = asked.Session.Explain(0, input, http.RequestAborted) ?? throw new DistillException("This model has no specialists whose answers are combined.");
            return new
            {
                asked.Session.Classes,
                generalist = steps.Generalist,
                called = steps.Called.Select(one => new { number = one.Specialist + 1, classes = sets[one.Specialist].ToArray(), logProbabilities = one.Answer }),
                steps.Combined,
            };
        }));
    }

    /// <summary>A test example as a picture.</summary>
    public async Task Picture(HttpContext http)
    {
        var (ids, index) = (http.Names("model"), http.Number("index"));
        var image = await gate.Through(http, () => shelf.Set(ids, http.RequestAborted).Image(index)) ?? throw new MissingException("These examples are no pictures.");
        http.Response.ContentType = "image/png";
        // A picture of one number stays the same.
        http.Response.Headers.CacheControl = "private, max-age=3600";
        await http.Response.Body.WriteAsync(PngImage.Encode(image), http.RequestAborted);
    }

    /// <summary>The test examples about which a student says other than its teacher.</summary>
    public async Task Disagreements(HttpContext http)
    {
        var body = await http.ReadJson<DisagreementBody>();
        await http.WriteJson(await gate.Through(http, () =>
        {
            var set = shelf.Set([.. body.Teachers, body.Student], http.RequestAborted);
            var teachers = body.Teachers.Distinct().Select(id => shelf.Answers(id, set, http.RequestAborted)).ToList();
            return Disagreement.Of(teachers, shelf.Answers(body.Student, set, http.RequestAborted));
        }));
    }

    // The set is null where the input is none of its examples.
    private (AskedSession Asked, IReadOnlyList<ListedModel> Models, AskedInput Input, TestSet? Set) Question(PredictBody body, CancellationToken cancellationToken)
    {
        var (asked, found) = shelf.Session(body.Models is { Count: > 0 and <= MostModels } ids ? ids : throw new DistillException($"'models' is to name 1 to {MostModels} models."));
        var set = body.Example is null ? null : shelf.Set(body.Models, cancellationToken);
        var input = set is null ? Input(body, asked.Session) : Input(set, body.Example!.Value, asked.Session.Kind)
            ?? throw new DistillException("These test examples cannot be asked about one by one.");
        return (asked, found, input, set);
    }

    private static AskedInput Input(PredictBody body, PredictionSession session) => session.Kind switch
    {
        InputKind.Texts => body.Text is { Length: > 0 and <= LongestText } text ? new AskedInput("the text") { Text = text } : throw Missing("text", $"of up to {LongestText} characters"),
        InputKind.Rows => new AskedInput("the row") { Features = body.Row?.Length == session.Shape.Channels ? body.Row : throw Missing("row", $"of {session.Shape.Channels} numbers") },
        _ => new AskedInput("the file") { Encoded = body.File is { Length: > 0 } bytes ? bytes : throw Missing("file", "in base64") },
    };

    private static DistillException Missing(string key, string what) => new($"These models are asked with '{key}', {what}.");

    private static AskedInput? Input(TestSet set, int index, InputKind kind) => kind switch
    {
        InputKind.Images => set.Image(index) is { } image ? new AskedInput($"test example {index}") { Encoded = PngImage.Encode(image) } : null,
        InputKind.Texts => new AskedInput($"test example {index}") { Text = PaddedText.Of(set.Bytes(index)) },
        InputKind.Rows => new AskedInput($"test example {index}") { Features = MemoryMarshal.Cast<byte, float>(set.Bytes(index)).ToArray() },
        _ => null,
    };
}
