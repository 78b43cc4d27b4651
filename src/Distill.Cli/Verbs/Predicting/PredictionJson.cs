using System.Text.Json;
using Distill.Jobs.Predicting;
using Distill.Runs;

namespace Distill.Cli.Verbs;

/// <summary>One JSON object, with a line for each input as soon as it is known.</summary>
/// <param name="top">How many classes of each answer.</param>
internal sealed class PredictionJson(int top) : IPredictionWriter
{
    private PredictionSession? session;
    private bool several;

    public void Begin(PredictionSession session)
    {
        this.session = session;
        var head = JsonSerializer.Serialize(new { session.Models, session.Temperatures }, RunJson.OneLine);
        Console.Out.Write($"{head[..^1]},\"inputs\":[");
    }

    public void Write(Prediction prediction)
    {
        Console.Out.Write($"{(several ? "," : "")}\n{JsonSerializer.Serialize(Entry(prediction), RunJson.OneLine)}");
        several = true;
    }

    public void End() => Console.Out.WriteLine("\n]}");

    private object Entry(Prediction prediction) => prediction.Problem is { } problem
        ? new { prediction.Name, problem }
        : new
        {
            prediction.Name,
            Answers = prediction.Answers.SelectMany((answer, model) => answer.Select((probabilities, place) =>
            {
                var best = TopClasses.Of(probabilities, top).Select(c => new { Class = session!.Classes[c], Probability = probabilities[c] }).ToList();
                return new { Model = session!.Models[model].Name, Temperature = session.Temperatures[place], best[0].Class, best[0].Probability, Top = best };
            })),
        };
}
