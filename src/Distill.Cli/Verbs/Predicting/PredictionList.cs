using System.Globalization;
using Distill.Cli.Terminal;
using Distill.Jobs.Predicting;

namespace Distill.Cli.Verbs;

/// <summary>Many inputs for people: a line for each, with the class of each model.</summary>
/// <param name="lines">Where to.</param>
internal sealed class PredictionList(ResultLines lines) : IPredictionWriter
{
    private const int Percent = 7;
    private const int Gap = 2;
    private const int LeastBar = 6;
    private const int LeastClass = 8;

    private PredictionSession? session;

    public void Begin(PredictionSession session)
    {
        this.session = session;
        if (session.Models.Count > 1 || session.Temperatures.Count > 1)
        {
            var temperatures = string.Join(", ", session.Temperatures.Select(temperature => string.Create(CultureInfo.InvariantCulture, $"T = {temperature}")));
            Screen.Say($"Columns: {string.Join(", ", session.Models.Select(model => model.Name))}{(session.Temperatures.Count > 1 ? $", each at {temperatures}" : "")}.");
        }
    }

    public void Write(Prediction prediction)
    {
        var width = lines.Width * (session!.Models.Count > 1 ? 25 : 40) / 100;
        var name = CellText.Plain(prediction.Name);
        lines.Add(lines.IsTerminal ? CellText.Tail(name, width) : name);
        if (prediction.Problem is not null)
        {
            lines.Add("  cannot be read", ResultLines.Wrong).End();
            return;
        }

        var shares = Percent * session.Temperatures.Count;
        var each = ((lines.Width - width) / session.Models.Count) - (Gap * 2) - shares;
        foreach (var answer in prediction.Answers)
        {
            var best = TopClasses.Of(answer[0], 1)[0];
            var bar = session.Models.Count == 1 && lines.IsTerminal ? each / 2 : 0;
            bar = bar < LeastBar ? 0 : bar;
            var label = CellText.Plain(session.Classes[best]);
            lines.Add("  ").Add(lines.IsTerminal ? CellText.Left(label, Math.Max(LeastClass, each - bar)) : label, ResultLines.Strong).Add(" ");
            foreach (var probabilities in answer)
            {
                lines.Add(CellText.Right(PredictionTable.ShareOf(probabilities[best]), Percent));
            }

            if (bar > 0)
            {
                lines.Add(" ").AddBar(answer[0][best], bar);
            }
        }

        lines.End();
    }

    public void End()
    {
    }
}
