using System.Globalization;
using System.Text;

if (args.Length != 1)
{
    Console.Error.WriteLine("ClassifyText STUDENT.onnx < LINES");
    return 2;
}

try
{
    using var student = new TextStudent(args[0]);
    using var lines = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
    while (lines.ReadLine() is { } line)
    {
        var (name, probability) = student.Classify(line);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}\t{probability:0.000}\t{line}"));
    }

    return 0;
}
catch (InvalidDataException mistake)
{
    Console.Error.WriteLine(mistake.Message);
    return 2;
}
