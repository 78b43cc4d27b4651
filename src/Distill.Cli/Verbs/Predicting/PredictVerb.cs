using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Images;
using Distill.Jobs.Predicting;
using Distill.Jobs.Teachers;
using Distill.Runs;

namespace Distill.Cli.Verbs;

/// <summary>Asks models what images, recordings, rows of a table or texts are.</summary>
internal static class PredictVerb
{
    // Of more, a line each.
    private const int MostInDetail = 10;
    private const int MostProblems = 5;

    public static Command Create()
    {
        var model = new Argument<string>("model") { Description = "The model: a file of this toolkit, ONNX or TorchScript, or the folder of its run." };
        var files = new Argument<string[]>("file")
        {
            Description = "Images, WAV files, folders or archives of them, CSV files, or files of texts; - is standard input.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var and = new Option<string[]>("--and") { Description = "Another model, asked beside the first. May be repeated.", HelpName = "MODEL" };
        var row = new Option<string[]>("--row") { Description = "A row of a table, such as 5.1,3.5,1.4,0.2. May be repeated.", HelpName = "LIST" };
        var text = new Option<string[]>("--text") { Description = "A text. May be repeated.", HelpName = "TEXT" };
        var temperature = new Option<string[]>("--temperature") { Description = "T of the probabilities, or several, such as 1,4,20 (default 1).", HelpName = "LIST" };
        var top = new Option<int>("--top") { Description = "How many classes of each answer.", HelpName = "K", DefaultValueFactory = _ => 5 };
        var csv = new Option<bool>("--csv") { Description = "Print a table: a row an input with its class and the probability of every class." };
        var classes = new Option<string?>("--classes") { Description = "Names for classes that a model's file does not name: one a line, or how many.", HelpName = "FILE|N" };
        var labels = new Option<string?>("--label-column") { Description = "The column of a CSV file that holds a class, which no model sees (default: found where there is one too many).", HelpName = "NAME" };
        var fit = new Option<string?>("--fit") { Description = "How images of another shape come to the model's: stretch, crop or pad (default: as in its training).", HelpName = "KIND" };
        var background = new Option<string?>("--background") { Description = "What transparency of images is laid over: black, white or #rrggbb (default: as in the model's training).", HelpName = "COLOUR" };
        var encoding = new Option<string?>("--names") { Description = ReadingOptions.NamesHelp, HelpName = "ENCODING" };
        var teacher = TeacherOptions.Files(required: false);
        var mean = TeacherOptions.Mean();
        var foreign = new ForeignOptions();
        var command = new Command("predict", "Ask a model, or several side by side, about images, recordings, rows or texts.")
        {
            model, files, and, teacher, mean, row, text, temperature, top, csv, classes, labels, fit, background, encoding,
        };
        foreign.AddTo(command);
        files.Validators.Add(given =>
        {
            foreach (var token in given.Tokens.Select(token => token.Value).Where(token => token.Length > 1 && token[0] == '-' && !Path.Exists(token)))
            {
                given.AddError(UnknownWord.Message(command, token));
            }
        });
        command.Add(new DeviceOption());
        command.Runs((parsed, screen, cancellationToken) =>
        {
            if (parsed.GetValue(csv))
            {
                parsed.Refuse("beside --csv, which prints every class", top, VerbAction.Json);
            }

            if (parsed.GetValue(teacher) is not { Length: > 1 })
            {
                parsed.Refuse("without several models in --teacher", mean);
            }

            var count = parsed.GetValue(top);
            if (count < 1)
            {
                throw new DistillException($"{top.Name} {count}: expected 1 or more.");
            }

            using var input = Console.OpenStandardInput();
            var request = new PredictRequest
            {
                Models = [parsed.GetRequiredValue(model), .. parsed.GetValue(and) ?? []],
                Teacher = new TeacherFiles(parsed.GetValue(teacher) ?? [], TeacherOptions.Parse(parsed.GetRequiredValue(mean)), foreign.Parse(parsed)),
                Inputs = parsed.GetValue(files) ?? [],
                Rows = [.. (parsed.GetValue(row) ?? []).Select(Row)],
                Texts = parsed.GetValue(text) ?? [],
                Standard = input,
                Classes = parsed.GetValue(classes) is { } names ? ExampleOptions.Names(names) : null,
                LabelColumn = parsed.GetValue(labels),
                Fit = parsed.GetValue(fit) is { } kind ? StrictJson.Read<DataOptions>(new JsonObject { ["fit"] = kind }, fit.Name).Fit : null,
                Background = parsed.GetValue(background),
                ArchiveNames = parsed.GetValue(encoding),
                Temperatures = parsed.GetValue(temperature) is { Length: > 0 } list ? Temperatures(list) : [1],
            };
            return Run(request, screen, parsed.GetValue(csv), count, cancellationToken);
        });
        return command.WithExamples(
            "distill predict student.safetensors cat.jpg",
            "distill predict runs/2026-03-01-141502-train photos/ --csv",
            "distill predict student.safetensors cat.jpg --and student.onnx --and resnet50.onnx --teacher-mean imagenet",
            "distill predict student.safetensors cat.jpg --teacher a.safetensors b.safetensors --temperature 1,4,20",
            "distill predict iris.safetensors --row 5.1,3.5,1.4,0.2",
            "distill predict intents.safetensors --text 'wake me at seven'",
            "distill predict words.safetensors recorded.wav --top 3");
    }

    private static int Run(PredictRequest request, Screen screen, bool csv, int top, CancellationToken cancellationToken)
    {
        var lines = new ResultLines();
        PredictionSession session;
        using (var opening = new LateProgress(screen.Progress))
        {
            session = PredictJob.Open(request, opening, opening.Say);
        }

        using (session)
        {
            var few = session.Count <= MostInDetail;
            IPredictionWriter writer = screen.Json ? new PredictionJson(top)
                : csv ? new PredictionCsv()
                : few ? new PredictionTable(top, lines)
                : new PredictionList(lines);
            var problems = Write(session, writer, few, lines, screen, cancellationToken);
            return problems.Count == 0 ? ExitCode.Done : Fail(problems.Count, problems.First, session);
        }
    }

    private static (int Count, IReadOnlyList<string> First) Write(
        PredictionSession session, IPredictionWriter writer, bool few, ResultLines lines, Screen screen, CancellationToken cancellationToken)
    {
        // Bars are drawn again and again where lines of results would go; these show well enough how far the work is.
        var first = new List<string>();
        var count = 0;
        var before = new List<Prediction>();
        using (var progress = new LateProgress(lines.IsTerminal && !few ? () => new LineProgress(Console.Error) : screen.Progress))
        {
            if (!few)
            {
                writer.Begin(session);
            }

            foreach (var prediction in session.Read(progress, cancellationToken))
            {
                if (prediction.Problem is { } problem && count++ < MostProblems)
                {
                    first.Add(problem);
                }

                if (few)
                {
                    before.Add(prediction);
                }
                else
                {
                    writer.Write(prediction);
                }
            }
        }

        if (few)
        {
            writer.Begin(session);
            before.ForEach(writer.Write);
        }

        writer.End();
        return (count, first);
    }

    private static int Fail(int count, IReadOnlyList<string> first, PredictionSession session)
    {
        var which = session.Count == 1 ? "" : string.Create(
            CultureInfo.InvariantCulture, $"{count:N0} of {session.Count:N0} {session.Kind.ToString().ToLowerInvariant()} could not be read; the others are answered. ");
        Screen.Say($"distill: {which}{string.Join(" ", first)}{(count > first.Count ? " …" : "")}");
        return ExitCode.BadInput;
    }

    private static IReadOnlyList<double> Temperatures(string[] words) =>
        [.. NumberList.Parse(words, "--temperature", "numbers such as 1,4,20").Select(number => number!.GetValue<double>())];

    private static float[] Row(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries).Select(part => WrittenNumber.TryDouble(part, out var number)
            ? (float)number
            : throw new DistillException($"--row {text}: {WrittenNumber.Problem(part, whole: false)}; expected numbers such as 5.1,3.5,1.4,0.2."))];
}
