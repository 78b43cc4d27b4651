using System.Globalization;
using Distill.Jobs.Predicting;

namespace Distill.Cli.Verbs;

/// <summary>A table with a row for each input: its name, then for each model and temperature the class and the probability of every class.</summary>
internal sealed class PredictionCsv : IPredictionWriter
{
    private static readonly string[] First = ["name", "problem"];

    private PredictionSession? session;

    public void Begin(PredictionSession session)
    {
        this.session = session;
        Write(First.Concat(Columns().SelectMany(column => session.Classes.Prepend("class").Select(name => name + column))));
    }

    public void Write(Prediction prediction) => Write(
        new[] { prediction.Name, prediction.Problem ?? "" }.Concat(prediction.Problem is null
            ? prediction.Answers.SelectMany(answer => answer).SelectMany(Cells)
            : Columns().SelectMany(_ => Enumerable.Repeat("", session!.Classes.Count + 1))));

    public void End()
    {
    }

    // A class that a model does not have has no number.
    private IEnumerable<string> Cells(double[] probabilities) => probabilities
        .Select(probability => double.IsNaN(probability) ? "" : probability.ToString("R", CultureInfo.InvariantCulture))
        .Prepend(session!.Classes[TopClasses.Of(probabilities, 1)[0]]);

    private IEnumerable<string> Columns() =>
        from model in session!.Models
        from temperature in session.Temperatures
        select (session.Models.Count > 1, session.Temperatures.Count > 1) switch
        {
            (true, true) => string.Create(CultureInfo.InvariantCulture, $" ({model.Name}, T = {temperature})"),
            (true, false) => $" ({model.Name})",
            (false, true) => string.Create(CultureInfo.InvariantCulture, $" (T = {temperature})"),
            _ => "",
        };

    private static void Write(IEnumerable<string> fields) => Console.Out.WriteLine(string.Join(',', fields.Select(Quoted)));

    private static string Quoted(string field) =>
        field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
