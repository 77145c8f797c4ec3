using System.CommandLine;
using Pons.Cli;

var root = new RootCommand("x") { InfoCommand.Create(), TrainCommand.Create(), DemoCommand.Create(), EvaluateCommand.Create() };
return await CommandRunner.RunAsync(root, args, new Option<bool>("--debug")).ConfigureAwait(false);
