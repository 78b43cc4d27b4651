using Distill.Runs;
using Distill.Runs.Results.Specialists;
using Distill.Studio.Playground;
using Distill.Studio.Serving;
using Microsoft.AspNetCore.Http;

namespace Distill.Studio.Classes;

/// <summary>Answers requests about confused classes.</summary>
/// <param name="models">The models of the folder.</param>
/// <param name="shelf">Models that are open.</param>
/// <param name="gate">Lets one request at a time compute.</param>
internal sealed class ClassAnswers(ModelCatalogue models, ModelShelf shelf, SemaphoreSlim gate)
{
    private const int MostExamples = 12;

    /// <summary>The map of all classes.</summary>
    public async Task Map(HttpContext http)
    {
        var body = await http.ReadJson<ClassesBody>();
        await http.WriteJson(await gate.Through(http, () =>
        {
            var answers = Answers(body, http.RequestAborted);
            return ClassMap.Of(answers, body.Clusters) with { Sets = Sets(body.Specialists, answers.Classes) };
        }));
    }

    /// <summary>Examples of two classes that look most like the other to the model, or of one that look least like it.</summary>
    public async Task Pair(HttpContext http)
    {
        var body = await http.ReadJson<ClassesBody>();
        await http.WriteJson(await gate.Through(http, () =>
        {
            var answers = Answers(body, http.RequestAborted);
            var (first, second) = (Required(body.First, answers), Required(body.Second, answers));
            return new
            {
                images = shelf.Set(body.Models, http.RequestAborted).AreImages,
                examples = first == second ? Examples(answers, first, first) : (IReadOnlyList<PairExample>)[.. Examples(answers, first, second), .. Examples(answers, second, first)],
            };
        }));
    }

    private static List<PairExample> Examples(MeanAnswers answers, int own, int other)
    {
        var found = new List<PairExample>();
        for (var place = 0; place < answers.Count; place++)
        {
            if (answers.Label(place) == own)
            {
                var row = answers.Row(place);
                found.Add(new PairExample(answers.Index(place), answers.Classes[own], row[own], row[other]));
            }
        }

        return [.. found.OrderByDescending(example => own == other ? -example.Own : example.Other).Take(MostExamples)];
    }

    private IReadOnlyList<IReadOnlyList<int>>? Sets(string? specialists, IReadOnlyList<string> classes)
    {
        if (specialists is null)
        {
            return null;
        }

        var assignment = SpecialistAssignment.Read(models.Find(specialists).Assignment ?? throw new DistillException($"{specialists} has no specialists."));
        return assignment.Dataset.Classes.SequenceEqual(classes, StringComparer.Ordinal)
            ? [.. assignment.Sets.Select(set => set.Classes)]
            : throw new DistillException($"The specialists of {specialists} are for other classes than those of this model.");
    }

    private MeanAnswers Answers(ClassesBody body, CancellationToken cancellationToken)
    {
        var set = shelf.Set(body.Models, cancellationToken);
        return new MeanAnswers([.. body.Models.Distinct().Select(id => shelf.Answers(id, set, cancellationToken))]);
    }

    private static int Required(int? number, MeanAnswers answers) => number is >= 0 and var known && known < answers.Classes.Count
        ? known
        : throw new DistillException($"There is no class {number}; expected 0 to {answers.Classes.Count - 1}.");
}
